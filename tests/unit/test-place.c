/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/drop.h"
#include "lib/place.h"

enum { path_size = 512 };

static void begins(const char *text, const char *beginning)
{
	assert_non_null(text);
	assert_memory_equal(text, beginning, strlen(beginning));
	/* And ends in something that names the machine. */
	assert_true(strlen(text) > strlen(beginning));
	assert_null(strchr(text + strlen(beginning), '/'));
}

static void the_log_of_a_user_is_in_the_home_apart_for_each_host(void **state)
{
	drop(free) char *place = NULL;

	(void)state;
	setenv("HOME", "/home/ada", 1);
	unsetenv("XDG_STATE_HOME");
	place = place_state();
	begins(place, "/home/ada/.local/state/incidentd/");
}

static void a_state_home_is_honoured(void **state)
{
	drop(free) char *place = NULL;

	(void)state;
	setenv("HOME", "/home/ada", 1);
	setenv("XDG_STATE_HOME", "/srv/state", 1);
	place = place_state();
	begins(place, "/srv/state/incidentd/");
}

static void a_relative_state_home_is_none(void **state)
{
	drop(free) char *place = NULL;

	(void)state;
	setenv("HOME", "/home/ada", 1);
	setenv("XDG_STATE_HOME", "state", 1);
	place = place_state();
	begins(place, "/home/ada/.local/state/incidentd/");
}

static void without_a_home_there_is_no_place(void **state)
{
	(void)state;
	setenv("HOME", "", 1);
	unsetenv("XDG_STATE_HOME");
	assert_null(place_state());
}

static void where_nothing_is_said_the_home_is_that_of_the_user_database(void **state)
{
	const struct passwd *user = getpwuid(geteuid());
	drop(free) char *place = NULL;
	char expected[path_size];

	(void)state;
	if (!user)
		skip();
	snprintf(expected, sizeof(expected), "%s/.local/state/incidentd/", user->pw_dir);
	unsetenv("HOME");
	unsetenv("XDG_STATE_HOME");
	place = place_state();
	begins(place, expected);
}

/* A state directory of so many bytes. */
static char *directory_of(size_t size)
{
	char *path = malloc(size + 1);

	assert_non_null(path);
	memset(path, 'd', size);
	path[0] = '/';
	path[size] = '\0';
	return path;
}

static void the_socket_is_with_the_log_as_long_as_its_path_fits(void **state)
{
	const size_t longest = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
	const size_t name = strlen("/incidentd.sock");
	drop(free) char *fits = directory_of(longest - name);
	drop(free) char *long_one = directory_of(longest - name + 1);
	drop(free) char *near = place_socket(fits);
	drop(free) char *far = place_socket(long_one);
	char expected[path_size];

	(void)state;
	assert_int_equal(strlen(near), longest);
	assert_memory_equal(near, fits, strlen(fits));
	snprintf(expected, sizeof(expected), "/tmp/incidentd-%u/incidentd.sock", geteuid());
	assert_string_equal(far, expected);
}

static void the_directory_of_a_path_is_what_is_before_the_last_slash(void **state)
{
	drop(free) char *deep = place_directory("/run/incidentd/incidentd.sock");
	drop(free) char *here = place_directory("incidentd.sock");

	(void)state;
	assert_string_equal(deep, "/run/incidentd");
	assert_string_equal(here, ".");
}

static void what_is_made_is_ours_alone(void **state)
{
	char top[] = "/tmp/test-place-XXXXXX", middle[path_size], deep[path_size + 2];
	struct stat status;

	(void)state;
	assert_non_null(mkdtemp(top));
	snprintf(middle, sizeof(middle), "%s/a", top);
	snprintf(deep, sizeof(deep), "%s/b", middle);
	umask(0);
	assert_int_equal(place_make(deep), 0);
	assert_int_equal(place_make(deep), 0);
	assert_int_equal(stat(middle, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(place_check(deep), 0);
	rmdir(deep);
	rmdir(middle);
	rmdir(top);
}

static void what_may_be_a_trap_is_not_trusted(void **state)
{
	char top[] = "/tmp/test-place-XXXXXX", path[path_size];

	(void)state;
	assert_non_null(mkdtemp(top));
	assert_int_equal(place_check(top), 0);
	snprintf(path, sizeof(path), "%s/link", top);
	assert_int_equal(place_check(path), -ENOENT);
	assert_int_equal(symlink(top, path), 0);
	assert_int_equal(place_check(path), -ENOTDIR);
	assert_int_equal(chmod(top, 0701), 0);
	assert_int_equal(place_check(top), -EPERM);
	assert_int_equal(chmod(top, 0700), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown(top, 4711, 0), 0);
		assert_int_equal(place_check(top), -EPERM);
	}
	unlink(path);
	rmdir(top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_of_a_user_is_in_the_home_apart_for_each_host),
		cmocka_unit_test(a_state_home_is_honoured),
		cmocka_unit_test(a_relative_state_home_is_none),
		cmocka_unit_test(without_a_home_there_is_no_place),
		cmocka_unit_test(where_nothing_is_said_the_home_is_that_of_the_user_database),
		cmocka_unit_test(the_socket_is_with_the_log_as_long_as_its_path_fits),
		cmocka_unit_test(the_directory_of_a_path_is_what_is_before_the_last_slash),
		cmocka_unit_test(what_is_made_is_ours_alone),
		cmocka_unit_test(what_may_be_a_trap_is_not_trusted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
