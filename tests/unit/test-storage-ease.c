/* SPDX-License-Identifier: MIT */
/* How much room other jobs leave for records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/storage-ease.h"
#include "tests/unit/storage-fixture.h"

#define TRIES       10
#define MILLISECOND UINT64_C(1000000)

/* How many jobs of 0.2 ms are done in a second, with a record so often; 0: none ever comes. */
static unsigned jobs_in_a_second(uint64_t often)
{
	const uint64_t job = MILLISECOND / 5, begin = 1000 * MILLISECOND;
	struct ease ease = { 0 };
	uint64_t next = begin;
	unsigned jobs = 0;

	for (uint64_t now = begin; now < 2 * begin; jobs++) {
		for (; often && next <= now; next += often)
			ease_record(&ease, next);
		now += ease_rest(&ease, now) + job;
		ease_work(&ease, now, job);
	}
	return jobs;
}

static void without_records_jobs_follow_each_other(void **state)
{
	(void)state;
	assert_int_equal(jobs_in_a_second(0), 5000);
}

static void while_records_come_a_third_of_the_time_is_for_jobs(void **state)
{
	unsigned jobs = jobs_in_a_second(MILLISECOND);

	(void)state;
	assert_in_range(jobs, 1600, 1700);
}

static void a_record_now_and_then_takes_little_from_them(void **state)
{
	(void)state;
	assert_in_range(jobs_in_a_second(500 * MILLISECOND), 4800, 5000);
}

static void a_short_job_needs_no_rest(void **state)
{
	struct ease ease = { 0 };

	(void)state;
	ease_record(&ease, MILLISECOND);
	ease_work(&ease, MILLISECOND, MILLISECOND / 100);
	assert_int_equal(ease_rest(&ease, MILLISECOND), 0);
}

static void a_long_job_does_not_keep_the_next_one_for_long(void **state)
{
	struct ease ease = { 0 };

	(void)state;
	ease_record(&ease, 1000 * MILLISECOND);
	ease_work(&ease, 1000 * MILLISECOND, 900 * MILLISECOND);
	assert_in_range(ease_rest(&ease, 1000 * MILLISECOND), 1, 10 * MILLISECOND);
}

/* A job that takes 2 ms, and when it did. */
struct stint {
	struct errand errand;
	uint64_t begun, ended;
};

/* Storage thread. */
static void take_time(struct job *job, struct store *store)
{
	struct stint *stint = (struct stint *)job;

	(void)store;
	stint->begun = uv_hrtime();
	do
		stint->ended = uv_hrtime();
	while (stint->ended < stint->begun + 2 * MILLISECOND);
}

/* A note, and two jobs after it: how long from one to the other? */
static uint64_t gap_beside_a_note(struct bench *bench)
{
	struct stint first = { .begun = 0 }, second = { .begun = 0 };

	submit(bench, FIRST_USER, 1, "note");
	send_job(bench, &first.errand, take_time);
	send_job(bench, &second.errand, take_time);
	while (bench->answered < bench->submitted)
		uv_run(&bench->loop, UV_RUN_ONCE);
	return second.begun - first.ended;
}

/* More than once, as a machine that is slow may be past the time in which a record counts. */
static void the_storage_thread_rests_between_jobs_beside_a_record(void **state)
{
	struct bench bench;
	uint64_t gap = 0;

	open_bench(&bench, *state);
	for (int i = 0; i < TRIES && gap < MILLISECOND; i++)
		gap = gap_beside_a_note(&bench);
	assert_true(gap >= MILLISECOND);
	close_bench(&bench);
	free_entries(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_records_jobs_follow_each_other),
		cmocka_unit_test(while_records_come_a_third_of_the_time_is_for_jobs),
		cmocka_unit_test(a_record_now_and_then_takes_little_from_them),
		cmocka_unit_test(a_short_job_needs_no_rest),
		cmocka_unit_test(a_long_job_does_not_keep_the_next_one_for_long),
		STORE_TEST(the_storage_thread_rests_between_jobs_beside_a_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
