/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/spool-list.h"

enum { very_many = 5000 }; /* more than a window holds */

static char directory[] = "/tmp/test-spool-list-XXXXXX";
static int fd;

static void make(int number)
{
	char name[32];

	snprintf(name, sizeof(name), "%04d.json", number);
	int file = openat(fd, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(file >= 0);
	close(file);
}

static void take_away(int number)
{
	char name[32];

	snprintf(name, sizeof(name), "%04d.json", number);
	unlinkat(fd, name, 0);
}

static int open_directory(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0;
}

static int close_directory(void **state)
{
	(void)state;
	for (int i = 0; i < very_many; i++)
		take_away(i);
	close(fd);
	return rmdir(directory);
}

static void read_window(struct spool_list *list)
{
	int r;

	while ((r = spool_list_read(list, directory)) == SPOOL_MORE)
		;
	assert_int_equal(r, 0);
}

static void an_empty_directory_is_worked_off_at_once(void **state)
{
	struct spool_list list = { 0 };

	(void)state;
	read_window(&list);
	assert_null(spool_list_next(&list));
	assert_true(spool_list_is_over(&list));
	assert_null(list.names);
}

static void names_come_in_the_order_of_making(void **state)
{
	struct spool_list list = { 0 };

	(void)state;
	for (int i = 49; i >= 0; i--)
		make(i);
	read_window(&list);
	for (int i = 0; i < 50; i++)
		assert_int_equal(atoi(spool_list_next(&list)), i);
	assert_true(spool_list_is_over(&list));
	assert_null(spool_list_next(&list));
}

static void after_the_last_name_the_directory_is_read_anew(void **state)
{
	struct spool_list list = { 0 };

	(void)state;
	make(0);
	read_window(&list);
	while (!spool_list_is_over(&list))
		spool_list_next(&list);
	make(50);
	read_window(&list);
	assert_int_equal(list.seen.waiting, 51);
	spool_list_drop(&list);
	take_away(50);
}

static void of_very_many_each_comes_once_in_a_pass_however_few_are_held(void **state)
{
	static int seen[very_many];
	struct spool_list list = { 0 };
	int windows = 0;

	(void)state;
	for (int i = 0; i < very_many; i++)
		make(i);
	do {
		read_window(&list);
		windows++;
		for (const char *name; (name = spool_list_next(&list));)
			seen[atoi(name)]++;
	} while (!spool_list_is_over(&list));
	for (int i = 0; i < very_many; i++)
		assert_int_equal(seen[i], 1);
	assert_int_equal(windows, 2);
	assert_int_equal(list.seen.waiting, very_many);
}

static void what_is_dropped_begins_from_the_first(void **state)
{
	struct spool_list list = { 0 };

	(void)state;
	read_window(&list);
	spool_list_next(&list);
	spool_list_drop(&list);
	assert_true(spool_list_is_over(&list));
	read_window(&list);
	assert_int_equal(list.next, 0);
	spool_list_drop(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_directory_is_worked_off_at_once),
		cmocka_unit_test(names_come_in_the_order_of_making),
		cmocka_unit_test(after_the_last_name_the_directory_is_read_anew),
		cmocka_unit_test(of_very_many_each_comes_once_in_a_pass_however_few_are_held),
		cmocka_unit_test(what_is_dropped_begins_from_the_first),
	};

	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
