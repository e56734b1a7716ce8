/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/credential.h"

/*
 * A client is a child that connects, then does what the test is about, says so by closing `told`, and
 * waits to be killed: so that what is read of it is what it is by then.
 */
enum { somebody = 4711 };

struct client {
	int listener, told[2];
	pid_t pid;
};

/* An address that the kernel picks, in no file system. */
static int listen_anywhere(struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof(*address);

	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)address, sizeof(sa_family_t)), 0);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)address, &size), 0);
	return fd;
}

static bool connect_to(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	/* The name is six bytes long (unix(7), autobind). */
	return connect(fd, (const struct sockaddr *)address,
		       offsetof(struct sockaddr_un, sun_path) + 6) == 0;
}

static bool set_login(const char *uid)
{
	int fd = open("/proc/self/loginuid", O_WRONLY);
	bool done = fd >= 0 && write(fd, uid, strlen(uid)) == (ssize_t)strlen(uid);

	close(fd);
	return done;
}

static void start(struct client *client, bool (*before)(void), bool (*after)(void))
{
	struct sockaddr_un address;

	client->listener = listen_anywhere(&address);
	assert_int_equal(pipe(client->told), 0);
	client->pid = fork();
	assert_true(client->pid >= 0);
	if (client->pid == 0) {
		if (before() && connect_to(&address) && after() && write(client->told[1], "", 1))
			pause();
		_exit(1);
	}
	close(client->told[1]);
}

/* Did the child get as far as it was meant to? */
static bool wait_for(const struct client *client)
{
	char byte;

	return read(client->told[0], &byte, 1) == 1;
}

static struct credential credential_now(const struct client *client)
{
	int fd = accept(client->listener, NULL, NULL);
	struct credential credential;

	assert_true(fd >= 0);
	assert_int_equal(credential_of(fd, &credential), 0);
	close(fd);
	return credential;
}

static void stop(const struct client *client)
{
	kill(client->pid, SIGKILL);
	waitpid(client->pid, NULL, 0);
	close(client->told[0]);
	close(client->listener);
}

static bool nothing(void)
{
	return true;
}

static bool log_in(void)
{
	return set_login("4711");
}

static bool become_somebody(void)
{
	return setresuid(somebody, somebody, somebody) == 0;
}

static bool log_in_as_somebody(void)
{
	return log_in() && become_somebody();
}

static void it_is_who_connected(void **state)
{
	struct client client;
	struct credential credential;

	(void)state;
	start(&client, nothing, nothing);
	assert_true(wait_for(&client));
	credential = credential_now(&client);
	assert_int_equal(credential.uid, geteuid());
	assert_int_equal(credential.gid, getegid());
	assert_int_equal(credential.pid, client.pid);
	stop(&client);
}

static void what_is_no_socket_is_an_error(void **state)
{
	struct credential credential;

	(void)state;
	assert_int_equal(credential_of(STDIN_FILENO + 1000, &credential), -EBADF);
}

/* The rest can be tried by root only, and where the kernel keeps login uids. */
static bool start_or_skip(struct client *client, bool (*before)(void), bool (*after)(void))
{
	if (geteuid() != 0) {
		print_message("# skip: only root can be somebody else\n");
		return false;
	}
	start(client, before, after);
	if (wait_for(client))
		return true;
	stop(client);
	print_message("# skip: the kernel keeps no login uid\n");
	return false;
}

static void roots_login_is_read(void **state)
{
	struct client client;

	(void)state;
	if (!start_or_skip(&client, log_in, nothing))
		skip();
	assert_int_equal(credential_now(&client).login, somebody);
	stop(&client);
}

static void somebody_elses_login_is_not_read(void **state)
{
	struct client client;
	struct credential credential;

	(void)state;
	if (!start_or_skip(&client, log_in_as_somebody, nothing))
		skip();
	credential = credential_now(&client);
	assert_int_equal(credential.uid, somebody);
	assert_int_equal(credential.login, -1);
	stop(&client);
}

static void the_login_of_a_process_that_is_not_roots_any_more_is_dropped(void **state)
{
	struct client client;
	struct credential credential;

	(void)state;
	if (!start_or_skip(&client, log_in, become_somebody))
		skip();
	credential = credential_now(&client);
	assert_int_equal(credential.uid, 0);
	assert_int_equal(credential.login, -1);
	stop(&client);
}

static void the_login_of_a_process_that_is_gone_is_not_known(void **state)
{
	struct client client;
	struct credential credential;

	(void)state;
	if (!start_or_skip(&client, log_in, nothing))
		skip();
	kill(client.pid, SIGKILL);
	waitpid(client.pid, NULL, 0);
	credential = credential_now(&client);
	assert_int_equal(credential.uid, 0);
	assert_int_equal(credential.login, -1);
	close(client.told[0]);
	close(client.listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_who_connected),
		cmocka_unit_test(what_is_no_socket_is_an_error),
		cmocka_unit_test(roots_login_is_read),
		cmocka_unit_test(somebody_elses_login_is_not_read),
		cmocka_unit_test(the_login_of_a_process_that_is_not_roots_any_more_is_dropped),
		cmocka_unit_test(the_login_of_a_process_that_is_gone_is_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
