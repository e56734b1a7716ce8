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

#include "daemon/call.h"
#include "daemon/pipeline.h"
#include "daemon/ration.h"
#include "daemon/service.h"
#include "include/limits.h"
#include "lib/buffer.h"

/*
 * The service of these tests understands messages of a few letters: a name, then A for alone, M for
 * more, F for fatal. A call answers when the test says so; one named "s" answers as soon as it starts.
 */
enum { most_calls = 300 };

static struct {
	struct call *call[128]; /* by name */
	char started[most_calls + 1];
	size_t starts, resumes, changes;
	struct buffer out;
	struct ration ration;
	struct pipeline pipeline;
} test;

void service_parse(struct service *service, struct call *call, const char *message, size_t size)
{
	(void)service;
	call->alone = memchr(message, 'A', size) != NULL;
	call->more = call->asks = memchr(message, 'M', size) != NULL;
	call->fatal = memchr(message, 'F', size) != NULL;
	call->state = &test.call[(unsigned char)message[0]];
	test.call[(unsigned char)message[0]] = call;
}

static char name_of(const struct call *call)
{
	return (char)((struct call **)call->state - test.call);
}

static void done(char name)
{
	struct call *call = test.call[(unsigned char)name];

	test.call[(unsigned char)name] = NULL;
	call->sink->done(call);
}

static bool tell(struct call *call, const char *text)
{
	struct buffer message = { 0 };

	buffer_add(&message, text, strlen(text) + 1);
	return call->sink->answer(call, &message);
}

static bool say(char name, const char *text)
{
	return tell(test.call[(unsigned char)name], text);
}

static void answer(char name)
{
	say(name, (char[]){ name, '\0' });
	done(name);
}

void service_start(struct call *call)
{
	if (test.starts < most_calls)
		test.started[test.starts++] = name_of(call);
	if (name_of(call) != 's')
		return;
	tell(call, "s");
	call->sink->done(call);
}

void service_resume(struct call *call)
{
	(void)call;
	test.resumes++;
}

void service_cancel(struct call *call)
{
	call->cancelled = true;
	if (!call->started)
		call->sink->done(call);
}

static void on_changed(void *owner)
{
	(void)owner;
	test.changes++;
}

static int open_pipeline(void **state)
{
	(void)state;
	memset(&test, 0, sizeof(test));
	test.pipeline.changed = on_changed;
	test.ration.peers_most = test.ration.peers_user_most = 1;
	pipeline_open(&test.pipeline);
	return ration_enter(&test.ration, 1000, &test.pipeline.share);
}

/* Each test leaves nothing under way: nothing is taken from the ration then. */
static int close_pipeline(void **state)
{
	(void)state;
	assert_true(pipeline_is_empty(&test.pipeline));
	assert_int_equal(test.pipeline.flight, 0);
	assert_int_equal(test.pipeline.held, 0);
	assert_int_equal(test.ration.flight, 0);
	ration_leave(test.pipeline.share);
	assert_null(test.ration.shares);
	buffer_free(&test.out);
	return 0;
}

static void add(const char *message)
{
	assert_int_equal(pipeline_add(&test.pipeline, message, strlen(message)), 0);
}

static void expect_started(const char *names)
{
	assert_int_equal(pipeline_run(&test.pipeline, &test.out), 0);
	assert_string_equal(test.started, names);
}

/* What has been handed out so far, without the NULs; the other end takes it. */
static void expect_sent(const char *text)
{
	char sent[most_calls * 2] = "";
	size_t size = 0;

	assert_int_equal(pipeline_run(&test.pipeline, &test.out), 0);
	for (size_t i = 0; i < test.out.size && size < sizeof(sent) - 1; i++) {
		if (test.out.data[i])
			sent[size++] = test.out.data[i];
	}
	assert_string_equal(sent, text);
	buffer_clear(&test.out);
	pipeline_unread(&test.pipeline, 0);
}

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

#define PIPELINE_TEST(name) cmocka_unit_test_setup_teardown(name, open_pipeline, close_pipeline)

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
