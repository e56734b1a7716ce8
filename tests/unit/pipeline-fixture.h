/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/call.h"
#include "daemon/pipeline.h"
#include "daemon/ration.h"
#include "daemon/service.h"
#include "lib/buffer.h"

/*
 * The service of these tests (include cmocka.h first) understands messages of a few letters: a name, then A for alone, M for
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

#define PIPELINE_TEST(name) cmocka_unit_test_setup_teardown(name, open_pipeline, close_pipeline)
