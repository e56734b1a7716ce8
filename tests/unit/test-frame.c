/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/frame.h"

enum { small = 10 };

static void add(struct frame *frame, const char *bytes, size_t size)
{
	while (size) {
		size_t room = 0;
		char *place = frame_room(frame, &room);
		size_t part = size < room ? size : room;

		assert_non_null(place);
		assert_true(room > 0);
		memcpy(place, bytes, part);
		frame_added(frame, part);
		bytes += part;
		size -= part;
	}
}

static void expect(struct frame *frame, const char *text)
{
	const char *message;
	size_t size;

	assert_int_equal(frame_next(frame, &message, &size), 0);
	assert_int_equal(size, strlen(text));
	assert_string_equal(message, text);
}

static void expect_answer(struct frame *frame, int answer)
{
	const char *message;
	size_t size;

	assert_int_equal(frame_next(frame, &message, &size), answer);
}

static void several_messages_in_one_read_come_out_one_by_one(void **state)
{
	struct frame frame = { .limit = 100 };

	(void)state;
	add(&frame, "{1}\0{22}\0\0{333}", 15);
	expect(&frame, "{1}");
	assert_false(frame_is_half(&frame));
	expect(&frame, "{22}");
	expect(&frame, "");
	assert_true(frame_is_half(&frame));
	expect_answer(&frame, FRAME_NONE);
	assert_true(frame_pending(&frame));
	add(&frame, "", 1);
	assert_false(frame_is_half(&frame));
	expect(&frame, "{333}");
	frame_clear(&frame);
}

static void a_message_that_comes_byte_by_byte_is_whole_with_its_nul(void **state)
{
	static const char bytes[] = "{\"method\":\"x\"}";
	struct frame frame = { .limit = 100 };

	(void)state;
	expect_answer(&frame, FRAME_NONE);
	assert_false(frame_pending(&frame));
	for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
		add(&frame, bytes + i, 1);
		expect_answer(&frame, FRAME_NONE);
		assert_true(frame_pending(&frame));
	}
	add(&frame, "", 1);
	expect(&frame, bytes);
	expect_answer(&frame, FRAME_NONE);
	assert_false(frame_pending(&frame));
}

static void an_empty_frame_holds_no_memory(void **state)
{
	struct frame frame = { .limit = 100 };

	(void)state;
	add(&frame, "x", 2);
	assert_non_null(frame.data);
	expect(&frame, "x");
	expect_answer(&frame, FRAME_NONE);
	assert_null(frame.data);
	assert_int_equal(frame.limit, 100);
}

static void a_message_of_just_the_limit_is_taken(void **state)
{
	struct frame frame = { .limit = small };

	(void)state;
	add(&frame, "0123456789", 10);
	expect_answer(&frame, FRAME_NONE);
	add(&frame, "", 1);
	expect(&frame, "0123456789");
	frame_clear(&frame);
}

static void one_byte_more_than_the_limit_is_too_large(void **state)
{
	struct frame frame = { .limit = small };

	(void)state;
	add(&frame, "x\0", 2);
	expect(&frame, "x");
	add(&frame, "01234567890", 11);
	expect_answer(&frame, FRAME_TOO_LARGE);
	expect_answer(&frame, FRAME_TOO_LARGE);
	frame_clear(&frame);
}

static void what_is_large_grows_to_the_limit_and_no_further(void **state)
{
	enum { limit = 1000 * 1000 };
	struct frame frame = { .limit = limit };
	char *bytes = calloc(1, limit + 1);

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'y', limit);
	add(&frame, "first", 6);
	add(&frame, bytes, limit / 2);
	expect(&frame, "first");
	expect_answer(&frame, FRAME_NONE);
	add(&frame, bytes, limit - limit / 2);
	expect_answer(&frame, FRAME_NONE);
	add(&frame, "", 1);
	expect(&frame, bytes);
	assert_true(frame.room <= limit + 1);
	free(bytes);
	frame_clear(&frame);
}

enum { messages = 300, stream_size = messages * (messages + 1) / 2 };

/* Message i is i bytes long; of each another letter. */
static char *make_stream(void)
{
	char *stream = calloc(1, stream_size);
	size_t at = 0;

	assert_non_null(stream);
	for (size_t i = 0; i < messages; i++) {
		memset(stream + at, 'a' + (int)(i % 26), i);
		at += i + 1;
	}
	return stream;
}

/* One read of at most `size` bytes. */
static size_t read_some(struct frame *frame, const char *bytes, size_t size)
{
	size_t room = 0;
	char *place = frame_room(frame, &room);

	assert_non_null(place);
	size = size < room ? size : room;
	memcpy(place, bytes, size);
	frame_added(frame, size);
	return size;
}

static void read_stream(const char *stream, size_t step)
{
	struct frame frame = { .limit = messages };
	const char *message, *expected = stream;
	size_t size, count = 0;

	for (size_t at = 0; at < stream_size;) {
		at += read_some(&frame, stream + at,
				stream_size - at < step ? stream_size - at : step);
		while (frame_next(&frame, &message, &size) == 0) {
			assert_int_equal(size, count++);
			assert_memory_equal(message, expected, size + 1);
			expected += size + 1;
		}
	}
	assert_int_equal(count, messages);
	assert_false(frame_pending(&frame));
}

static void it_does_not_matter_where_the_reads_end(void **state)
{
	char *stream = make_stream();

	(void)state;
	for (size_t step = 1; step < 2 * messages; step += 7)
		read_stream(stream, step);
	free(stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_messages_in_one_read_come_out_one_by_one),
		cmocka_unit_test(a_message_that_comes_byte_by_byte_is_whole_with_its_nul),
		cmocka_unit_test(an_empty_frame_holds_no_memory),
		cmocka_unit_test(a_message_of_just_the_limit_is_taken),
		cmocka_unit_test(one_byte_more_than_the_limit_is_too_large),
		cmocka_unit_test(what_is_large_grows_to_the_limit_and_no_further),
		cmocka_unit_test(it_does_not_matter_where_the_reads_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
