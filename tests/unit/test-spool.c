/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/spool.h"

static char directory[] = "/tmp/test-spool-XXXXXX";

static int open_directory(void **state)
{
	(void)state;
	return mkdtemp(directory) ? 0 : -1;
}

static int close_directory(void **state)
{
	(void)state;
	return rmdir(directory);
}

static void what_its_owner_took_away_is_not_left_there(void **state)
{
	struct spool spool;
	struct spool_file file;

	(void)state;
	assert_int_equal(spool_open(&spool, directory, true), 0);
	assert_int_equal(spool_take(&spool, "gone.json", &file), SPOOL_GONE);
	assert_int_equal(spool_set_aside(&spool, "gone.json", "it was wrong"), SPOOL_GONE);
	assert_int_equal(spool.told_count, 0);
}

static void what_cannot_be_opened_is_left_and_told_once(void **state)
{
	struct spool spool = { .directory = "/dev/null/spool" };
	struct spool_file file;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(spool_take(&spool, "1.json", &file), SPOOL_LEFT);
	assert_int_equal(spool.told_count, 1);
	spool_forget_told(&spool);
	assert_int_equal(spool_take(&spool, "1.json", &file), SPOOL_LEFT);
	assert_int_equal(spool.told_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_its_owner_took_away_is_not_left_there),
		cmocka_unit_test(what_cannot_be_opened_is_left_and_told_once),
	};

	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
