/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pwd.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/name.h"
#include "lib/drop.h"

/* The name service of these tests, in place of the C library's: uids that no passwd file has. */
enum { known = 2000000001, unknown = 2000000002, hanging = 2000000003 };

static sem_t hang, hangs, answered;

int getpwuid_r(uid_t uid, struct passwd *entry, char *text, size_t size, struct passwd **found)
{
	(void)text;
	(void)size;
	*found = NULL;
	if (uid == hanging) {
		sem_post(&hangs);
		sem_wait(&hang);
		return EIO;
	}
	if (uid == known) {
		*entry = (struct passwd){ .pw_name = (char *)"ada", .pw_uid = uid };
		*found = entry;
	}
	sem_post(&answered);
	return 0;
}

static const char *get_in_time(struct names *names, int64_t uid)
{
	const char *name = names_get(names, uid);

	while (!name) {
		sched_yield();
		name = names_get(names, uid);
	}
	return name;
}

static void a_name_of_the_passwd_file_is_known_at_once(void **state)
{
	drop(free) char *local = names_local(0);
	struct names *names;

	(void)state;
	assert_int_equal(names_open(&names), 0);
	assert_string_equal(names_get(names, 0), "root");
	assert_string_equal(local, "root");
	names_close(names);
}

static void a_name_of_the_name_service_is_known_when_it_has_answered(void **state)
{
	struct names *names;
	const char *name;

	(void)state;
	assert_int_equal(names_open(&names), 0);
	assert_null(names_local(known));
	name = get_in_time(names, known);
	assert_string_equal(name, "ada");
	assert_ptr_equal(names_get(names, known), name);
	sem_wait(&answered);
	names_close(names);
}

static void a_uid_without_a_name_is_asked_for_once(void **state)
{
	struct names *names;
	int more;

	(void)state;
	assert_int_equal(names_open(&names), 0);
	assert_null(names_get(names, unknown));
	sem_wait(&answered);
	/* Behind it in the queue: when this one is known, the answer before has been taken. */
	get_in_time(names, known);
	sem_wait(&answered);
	for (int i = 0; i < 100; i++)
		assert_null(names_get(names, unknown));
	names_close(names);
	assert_int_equal(sem_getvalue(&answered, &more), 0);
	assert_int_equal(more, 0);
}

static void nobody_has_no_name(void **state)
{
	struct names *names;

	(void)state;
	assert_int_equal(names_open(&names), 0);
	assert_null(names_get(names, -1));
	names_close(names);
	names_close(NULL);
}

static void a_name_service_that_hangs_keeps_nobody_waiting(void **state)
{
	struct names *names;

	(void)state;
	assert_int_equal(names_open(&names), 0);
	assert_null(names_get(names, hanging));
	sem_wait(&hangs);
	assert_null(names_get(names, hanging));
	assert_null(names_get(names, known));
	assert_string_equal(names_get(names, 0), "root");
	names_close(names);
	sem_post(&hang);
}

static int open_service(void **state)
{
	(void)state;
	return sem_init(&hang, 0, 0) || sem_init(&hangs, 0, 0) || sem_init(&answered, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_of_the_passwd_file_is_known_at_once),
		cmocka_unit_test(a_name_of_the_name_service_is_known_when_it_has_answered),
		cmocka_unit_test(a_uid_without_a_name_is_asked_for_once),
		cmocka_unit_test(nobody_has_no_name),
		cmocka_unit_test(a_name_service_that_hangs_keeps_nobody_waiting),
	};

	return cmocka_run_group_tests(tests, open_service, NULL);
}
