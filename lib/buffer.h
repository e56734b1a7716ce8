/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Bytes that grow. A zero-initialised one is empty; where data is not NULL, a NUL follows the last
 * byte. The first allocation that fails sets `failed`, and every later call does nothing: write as
 * much as you like, then look at `failed` once.
 *
 *	drop(buffer_free) struct buffer line = { 0 };
 *
 *	buffer_printf(&line, "%s: ", name);
 *	buffer_add(&line, bytes, size);
 *	return buffer_steal(&line);
 */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buffer {
	char *data;
	size_t size; /* bytes in use, the NUL not counted */
	size_t room; /* bytes allocated */
	bool failed;
};

/* More memory, so that there is room for so many bytes. For buffer_reserve(). */
char *buffer_grow(struct buffer *buffer, size_t size);

/* Room for so many bytes behind the last one and a NUL: where they go, or NULL if it failed. */
static inline char *buffer_reserve(struct buffer *buffer, size_t size)
{
	bool fits = !buffer->failed && size < buffer->room - buffer->size;

	return fits ? buffer->data + buffer->size : buffer_grow(buffer, size);
}

static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
	char *end = buffer_reserve(buffer, size);

	if (!end)
		return;
	if (size)
		memcpy(end, bytes, size);
	end[size] = '\0';
	buffer->size += size;
}

static inline void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

__attribute__((format(printf, 2, 3))) void buffer_printf(struct buffer *buffer, const char *format,
							 ...);

/* Append what `from` holds, by its memory where nothing else is there; it is empty then. */
void buffer_move(struct buffer *buffer, struct buffer *from);

/* Empty, with the memory kept and a failure forgotten. */
void buffer_clear(struct buffer *buffer);

/* What it holds ("" for nothing), the caller's to free; it is empty then. NULL if it failed. */
char *buffer_steal(struct buffer *buffer);

/* Back to zero. Takes NULL. */
void buffer_free(struct buffer *buffer);

/* A buffer is a value, not a pointer to one: drop() hands over the local itself. */
static inline void buffer_freep(struct buffer *buffer)
{
	buffer_free(buffer);
}
