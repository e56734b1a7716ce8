/* SPDX-License-Identifier: MIT */
#include "lib/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Room is doubled, so a byte is copied about twice however many calls brought it. All growth goes
 * through buffer_grow(), the one place that can fail.
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

static void grow(struct buffer *buffer, size_t needed)
{
	size_t room = room_for(buffer->room, needed);
	char *data = realloc(buffer->data, room);

	buffer->failed = !data;
	if (!data)
		return;
	buffer->data = data;
	buffer->room = room;
}

char *buffer_grow(struct buffer *buffer, size_t size)
{
	size_t needed;

	if (!buffer->failed)
		buffer->failed = __builtin_add_overflow(buffer->size, size, &needed) ||
				 __builtin_add_overflow(needed, 1, &needed);
	if (!buffer->failed && needed > buffer->room)
		grow(buffer, needed);
	return buffer->failed ? NULL : buffer->data + buffer->size;
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
	if (size < 0 || !buffer_reserve(buffer, (size_t)size))
		return;
	va_start(arguments, format);
	vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, arguments);
	va_end(arguments);
	buffer->size += (size_t)size;
}

void buffer_move(struct buffer *buffer, struct buffer *from)
{
	if (!buffer->size && !buffer->failed) {
		buffer_free(buffer);
		*buffer = *from;
		*from = (struct buffer){ 0 };
		return;
	}
	buffer->failed |= from->failed;
	if (from->size)
		buffer_add(buffer, from->data, from->size);
	buffer_free(from);
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
