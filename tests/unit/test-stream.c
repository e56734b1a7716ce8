/* SPDX-License-Identifier: MIT */
/* A follower that pauses: let go for what it does not read itself, not for what its user's rest keeps from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/method.h"
#include "daemon/name.h"
#include "daemon/storage.h"
#include "daemon/stream.h"
#include "include/limits.h"

enum { too_far = 1 + LIMIT_BEHIND + 1 };

static struct {
	struct service service;
	struct call call;
	struct job *job; /* submitted */
	bool full;       /* the peer takes no more answers for now */
	int64_t answers;
	bool ended;
} test;

void storage_submit(struct storage *storage, struct job *job)
{
	(void)storage;
	test.job = job;
}

const char *names_get(struct names *names, int64_t uid)
{
	(void)names;
	(void)uid;
	return NULL;
}

static void work(void)
{
	for (struct job *job; (job = test.job);) {
		test.job = NULL;
		job->run(job, NULL);
		job->done(job);
	}
}

static bool on_answer(struct call *call, struct buffer *messages)
{
	(void)call;
	for (size_t i = 0; i < messages->size; i++)
		test.answers += !messages->data[i];
	return !test.full;
}

static void on_call_done(struct call *call)
{
	(void)call;
	test.ended = true;
}

/* An answer for each event. */
static int step(struct stream *stream, struct store *store)
{
	(void)store;
	for (; stream->at < test.service.head; stream->at++)
		assert_int_equal(stream_put(stream, "{}", 2), 0);
	return STREAM_CAUGHT_UP;
}

static void commit(int64_t head)
{
	stream_committed(&test.service, head);
	work();
}

/* It has caught up, and pauses after the first event. */
static int follow(void **state)
{
	static const struct call_sink sink = { .answer = on_answer, .done = on_call_done };
	struct stream *stream = calloc(1, sizeof(*stream));

	(void)state;
	assert_non_null(stream);
	memset(&test, 0, sizeof(test));
	test.call.sink = &sink;
	test.call.service = &test.service;
	stream->step = step;
	stream->follow = true;
	stream_start(stream, &test.call);
	work();
	test.full = true;
	commit(1);
	assert_int_equal(test.answers, 1);
	return 0;
}

static void who_rests_is_not_too_far_behind_and_gets_all_afterwards(void **state)
{
	(void)state;
	test.call.rests = true;
	commit(too_far);
	assert_false(test.ended);
	assert_int_equal(test.answers, 1);
	test.call.rests = test.full = false;
	stream_resume(&test.call);
	work();
	assert_int_equal(test.answers, too_far);
	test.call.cancelled = true;
	stream_cancel(&test.call);
	work();
	assert_true(test.ended);
}

static void who_does_not_read_is_let_go_when_it_is_too_far_behind(void **state)
{
	(void)state;
	commit(too_far - 1);
	assert_false(test.ended);
	commit(too_far);
	assert_true(test.ended);
	assert_true(test.call.fatal);
	assert_int_equal(test.answers, 2); /* the event, and the error */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(who_rests_is_not_too_far_behind_and_gets_all_afterwards,
				       follow),
		cmocka_unit_test_setup(who_does_not_read_is_let_go_when_it_is_too_far_behind,
				       follow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
