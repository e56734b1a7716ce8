/* SPDX-License-Identifier: MIT */
#include "lib/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Room is doubled, so a byte is copied about twice however many calls brought it. All growth goes
 * through reserve(), the one place that can fail.
 */
enum { first_room = 64 };

static size_t room_for(size_t room, size_t needed)
{
	size_t doubled;

	if (needed < first_room)
		return first_room;
	if (__builtin_mul_overflow(room, 2, &doubled))
		return needed;
	return doubled > needed ? doubled : needed;
}

/* Room for `more` bytes and the NUL. */
static bool reserve(struct buffer *buffer, size_t more)
{
	size_t needed, room;
	char *data;

	if (buffer->failed)
		return false;
	buffer->failed = __builtin_add_overflow(buffer->size, more, &needed) ||
			 __builtin_add_overflow(needed, 1, &needed);
	if (buffer->failed || needed <= buffer->room)
		return !buffer->failed;
	room = room_for(buffer->room, needed);
	data = realloc(buffer->data, room);
	buffer->failed = !data;
	if (!data)
		return false;
	buffer->data = data;
	buffer->room = room;
	return true;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
	if (!reserve(buffer, size))
		return;
	if (size)
		memcpy(buffer->data + buffer->size, bytes, size);
	buffer->size += size;
	buffer->data[buffer->size] = '\0';
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

/* Measured first, then written where it belongs. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (size < 0)
		buffer->failed = true;
	if (size < 0 || !reserve(buffer, (size_t)size))
		return;
	va_start(arguments, format);
	vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, arguments);
	va_end(arguments);
	buffer->size += (size_t)size;
}

void buffer_clear(struct buffer *buffer)
{
	buffer->size = 0;
	buffer->failed = false;
	if (buffer->data)
		buffer->data[0] = '\0';
}

char *buffer_steal(struct buffer *buffer)
{
	char *taken = NULL;

	buffer_add(buffer, "", 0);
	if (!buffer->failed) {
		taken = buffer->data;
		buffer->data = NULL;
	}
	buffer_free(buffer);
	return taken;
}

void buffer_free(struct buffer *buffer)
{
	if (!buffer)
		return;
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}
