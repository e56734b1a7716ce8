/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/listen.h"

static char directory[] = "/tmp/test-listen-XXXXXX";
static char path[64];

static int open_directory(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s/sock", directory);
	return 0;
}

static int close_directory(void **state)
{
	(void)state;
	return rmdir(directory);
}

static bool answers(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int r;

	strcpy(address.sun_path, path);
	r = connect(fd, (struct sockaddr *)&address, sizeof(address));
	close(fd);
	return r == 0;
}

static mode_t mode_of(const char *file)
{
	struct stat status;

	assert_int_equal(lstat(file, &status), 0);
	return status.st_mode & 07777;
}

static void a_socket_is_for_its_owner_and_goes_with_its_daemon(void **state)
{
	struct listener listener;

	(void)state;
	assert_int_equal(listen_open(&listener, path, false), 0);
	assert_true(answers());
	assert_int_equal(mode_of(path), 0600);
	listen_close(&listener);
	listen_close(&listener);
	assert_int_equal(access(path, F_OK), -1);
}

static void a_shared_socket_is_for_the_group_whatever_the_umask(void **state)
{
	struct listener listener;
	mode_t before = umask(077);

	(void)state;
	assert_int_equal(listen_open(&listener, path, true), 0);
	umask(before);
	assert_int_equal(mode_of(path), 0660);
	listen_close(&listener);
}

static void a_dead_daemons_socket_is_replaced(void **state)
{
	struct listener dead, listener;

	(void)state;
	assert_int_equal(listen_open(&dead, path, false), 0);
	close(dead.fd);
	dead.fd = -1;
	assert_false(answers());
	assert_int_equal(listen_open(&listener, path, false), 0);
	assert_true(answers());
	/* And the dead one does not take the living one's along. */
	listen_close(&dead);
	assert_true(answers());
	listen_close(&listener);
}

static void a_live_daemons_socket_is_left_alone(void **state)
{
	struct listener live, listener;

	(void)state;
	assert_int_equal(listen_open(&live, path, false), 0);
	assert_int_equal(listen_open(&listener, path, false), -EADDRINUSE);
	assert_true(answers());
	listen_close(&live);
}

static void what_is_no_socket_is_left_alone(void **state)
{
	struct listener listener;

	(void)state;
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(listen_open(&listener, path, false), -EEXIST);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("/dev/null", path), 0);
	assert_int_equal(listen_open(&listener, path, false), -EEXIST);
	assert_int_equal(unlink(path), 0);
}

static void a_path_that_does_not_fit_is_not_cut(void **state)
{
	struct listener listener;
	char long_path[sizeof(((struct sockaddr_un *)0)->sun_path) + 1];
	int r;

	(void)state;
	memset(long_path, 'x', sizeof(long_path) - 1);
	memcpy(long_path, directory, strlen(directory));
	long_path[strlen(directory)] = '/';
	long_path[sizeof(long_path) - 1] = '\0';
	assert_int_equal(listen_open(&listener, long_path, false), -ENAMETOOLONG);
	long_path[sizeof(long_path) - 2] = '\0';
	r = listen_open(&listener, long_path, false);
	listen_close(&listener);
	assert_int_equal(r, 0);
}

/* As systemd does it: descriptor 3, and the pid of the process it is meant for. */
static void hand_over(int fd, pid_t pid, const char *count)
{
	char text[16];

	if (fd >= 0 && fd != 3)
		assert_int_equal(dup2(fd, 3), 3);
	snprintf(text, sizeof(text), "%d", pid);
	setenv("LISTEN_PID", text, 1);
	setenv("LISTEN_FDS", count, 1);
}

static void a_socket_from_systemd_is_taken_and_its_file_stays(void **state)
{
	struct listener systemds, listener;

	(void)state;
	assert_int_equal(listen_open(&systemds, path, true), 0);
	hand_over(systemds.fd, getpid(), "1");
	assert_int_equal(listen_open(&listener, "/nowhere/at/all", false), 0);
	assert_int_equal(listener.fd, 3);
	assert_int_equal(fcntl(3, F_GETFD), FD_CLOEXEC);
	assert_null(getenv("LISTEN_FDS"));
	assert_null(getenv("LISTEN_PID"));
	listen_close(&listener);
	assert_int_equal(access(path, F_OK), 0);
	listen_close(&systemds);
}

static void what_systemd_hands_to_another_process_is_not_ours(void **state)
{
	struct listener listener;

	(void)state;
	hand_over(-1, getpid() + 1, "1");
	assert_int_equal(listen_open(&listener, path, false), 0);
	assert_non_null(listener.path);
	listen_close(&listener);
}

static void anything_but_one_listening_socket_from_systemd_is_refused(void **state)
{
	struct listener listener;
	int connected[2];

	(void)state;
	hand_over(-1, getpid(), "2");
	assert_int_equal(listen_open(&listener, path, false), -EINVAL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, connected), 0);
	hand_over(connected[0], getpid(), "1");
	assert_int_equal(listen_open(&listener, path, false), -EINVAL);
	close(connected[0]);
	close(connected[1]);
	close(3);
	assert_int_equal(access(path, F_OK), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_socket_is_for_its_owner_and_goes_with_its_daemon),
		cmocka_unit_test(a_shared_socket_is_for_the_group_whatever_the_umask),
		cmocka_unit_test(a_dead_daemons_socket_is_replaced),
		cmocka_unit_test(a_live_daemons_socket_is_left_alone),
		cmocka_unit_test(what_is_no_socket_is_left_alone),
		cmocka_unit_test(a_path_that_does_not_fit_is_not_cut),
		cmocka_unit_test(a_socket_from_systemd_is_taken_and_its_file_stays),
		cmocka_unit_test(what_systemd_hands_to_another_process_is_not_ours),
		cmocka_unit_test(anything_but_one_listening_socket_from_systemd_is_refused),
	};

	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
