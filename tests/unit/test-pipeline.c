/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "include/limits.h"
#include "tests/unit/pipeline-fixture.h"

static void calls_overlap_and_are_answered_in_order(void **state)
{
	(void)state;
	add("a");
	add("b");
	add("c");
	expect_started("abc");
	answer('c');
	answer('b');
	expect_sent("");
	answer('a');
	expect_sent("abc");
}

static void a_call_that_is_to_be_alone_waits_and_is_waited_for(void **state)
{
	(void)state;
	add("a");
	add("bA");
	add("c");
	expect_started("a");
	answer('a');
	expect_started("ab");
	answer('b');
	expect_started("abc");
	answer('c');
	expect_sent("abc");
}

static void calls_that_are_answered_at_once_need_no_second_run(void **state)
{
	(void)state;
	add("sA");
	expect_sent("s");
	add("sA");
	add("a");
	add("sA");
	expect_started("ssa");
	answer('a');
	expect_sent("sas");
}

static void every_answer_of_a_stream_is_sent_as_it_comes(void **state)
{
	(void)state;
	add("aM");
	add("b");
	expect_started("ab");
	say('a', "1");
	answer('b');
	expect_sent("1");
	say('a', "2");
	expect_sent("2");
	answer('a');
	expect_sent("ab");
}

static void a_stream_pauses_while_its_answers_are_not_read(void **state)
{
	static char large[LIMIT_UNREAD / 4];

	(void)state;
	memset(large, 'x', sizeof(large) - 1);
	add("aM");
	expect_started("a");
	for (int i = 0; i < 4; i++)
		assert_true(say('a', large));
	assert_int_equal(pipeline_run(&test.pipeline, &test.out), 0);
	assert_false(say('a', "more"));
	assert_int_equal(pipeline_run(&test.pipeline, &test.out), 0);
	assert_false(pipeline_has_room(&test.pipeline));
	pipeline_unread(&test.pipeline, LIMIT_UNREAD / 2 + 1);
	assert_int_equal(test.resumes, 0);
	pipeline_unread(&test.pipeline, LIMIT_UNREAD / 2);
	assert_int_equal(test.resumes, 1);
	assert_true(pipeline_has_room(&test.pipeline));
	done('a');
	buffer_clear(&test.out);
	expect_sent("");
}

/* The one that is held must not keep the first from going on, or both would wait for ever. */
static void a_stream_whose_turn_has_not_come_pauses_alone(void **state)
{
	static char large[LIMIT_UNREAD + 2];

	(void)state;
	memset(large, 'x', sizeof(large) - 1);
	add("aM");
	add("bM");
	expect_started("ab");
	assert_false(say('b', large));
	assert_true(say('a', "1"));
	expect_sent("1");
	assert_int_equal(test.resumes, 0);
	done('a');
	assert_int_equal(pipeline_run(&test.pipeline, &test.out), 0);
	assert_int_equal(test.out.size, sizeof(large));
	pipeline_unread(&test.pipeline, 0);
	assert_int_equal(test.resumes, 1);
	buffer_clear(&test.out);
	answer('b');
	expect_sent("b");
}

static void nothing_starts_while_answers_are_not_read(void **state)
{
	(void)state;
	pipeline_unread(&test.pipeline, LIMIT_UNREAD + 1);
	add("a");
	expect_started("");
	pipeline_unread(&test.pipeline, LIMIT_UNREAD);
	expect_started("a");
	answer('a');
	expect_sent("a");
}

static void there_is_room_for_so_many_calls_and_no_more(void **state)
{
	(void)state;
	for (int i = 0; i < LIMIT_CALLS; i++) {
		assert_true(pipeline_has_room(&test.pipeline));
		add("s");
	}
	assert_false(pipeline_has_room(&test.pipeline));
	pipeline_abandon(&test.pipeline);
}

static void there_is_room_for_so_many_bytes_and_no_more(void **state)
{
	static char large[LIMIT_MESSAGE + 1];

	(void)state;
	memset(large, 'a', LIMIT_MESSAGE);
	for (int i = 0; i < LIMIT_FLIGHT / LIMIT_MESSAGE; i++) {
		assert_true(pipeline_has_room(&test.pipeline));
		large[0] = (char)('a' + i);
		add(large);
	}
	assert_false(pipeline_has_room(&test.pipeline));
	expect_started("abcd");
	answer('a');
	expect_sent("a");
	assert_true(pipeline_has_room(&test.pipeline));
	answer('b');
	answer('c');
	answer('d');
	expect_sent("bcd");
}

static void the_connection_ends_with_the_answer_that_says_so(void **state)
{
	(void)state;
	add("a");
	assert_int_equal(pipeline_add(&test.pipeline, "bF", 2), PIPELINE_LAST);
	expect_started("ab");
	answer('b');
	expect_sent("");
	assert_false(pipeline_has_ended(&test.pipeline));
	answer('a');
	expect_sent("ab");
	assert_true(pipeline_has_ended(&test.pipeline));
}

static void an_answer_without_a_call_has_its_turn(void **state)
{
	(void)state;
	add("a");
	assert_int_equal(pipeline_add_last(&test.pipeline, strdup("too large")), 0);
	expect_sent("");
	answer('a');
	expect_sent("atoo large");
	assert_true(pipeline_has_ended(&test.pipeline));
}

/* A oneway call waits for no answer: that nobody reads any more is no reason not to run it. */
static void when_nobody_reads_streams_end_and_calls_run(void **state)
{
	(void)state;
	add("aM");
	add("bA");
	add("cM");
	expect_started("a");
	pipeline_cancel_questions(&test.pipeline);
	pipeline_cancel_questions(&test.pipeline);
	done('a');
	expect_started("ab");
	answer('b');
	expect_sent("b");
}

static void what_is_abandoned_ends_in_its_own_time(void **state)
{
	(void)state;
	add("a");
	add("b");
	add("cA");
	expect_started("ab");
	answer('b');
	pipeline_abandon(&test.pipeline);
	assert_false(pipeline_is_empty(&test.pipeline));
	assert_true(test.call['a']->cancelled);
	test.changes = 0;
	done('a');
	assert_int_equal(test.changes, 1);
}

static void an_answer_that_could_not_be_made_ends_the_connection(void **state)
{
	(void)state;
	add("a");
	expect_started("a");
	assert_true(
		test.call['a']->sink->answer(test.call['a'], &(struct buffer){ .failed = true }));
	done('a');
	assert_int_equal(pipeline_run(&test.pipeline, &test.out), -ENOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PIPELINE_TEST(calls_overlap_and_are_answered_in_order),
		PIPELINE_TEST(a_call_that_is_to_be_alone_waits_and_is_waited_for),
		PIPELINE_TEST(calls_that_are_answered_at_once_need_no_second_run),
		PIPELINE_TEST(every_answer_of_a_stream_is_sent_as_it_comes),
		PIPELINE_TEST(a_stream_pauses_while_its_answers_are_not_read),
		PIPELINE_TEST(a_stream_whose_turn_has_not_come_pauses_alone),
		PIPELINE_TEST(nothing_starts_while_answers_are_not_read),
		PIPELINE_TEST(there_is_room_for_so_many_calls_and_no_more),
		PIPELINE_TEST(there_is_room_for_so_many_bytes_and_no_more),
		PIPELINE_TEST(the_connection_ends_with_the_answer_that_says_so),
		PIPELINE_TEST(an_answer_without_a_call_has_its_turn),
		PIPELINE_TEST(when_nobody_reads_streams_end_and_calls_run),
		PIPELINE_TEST(an_answer_that_could_not_be_made_ends_the_connection),
		PIPELINE_TEST(what_is_abandoned_ends_in_its_own_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
