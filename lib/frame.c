/* SPDX-License-Identifier: MIT */
#include "lib/frame.h"

#include <stdlib.h>
#include <string.h>

/*
 * One stretch of memory: [0, start) was handed out, [start, end) is there, [scanned, end) was not yet
 * searched for a NUL. It doubles up to limit + 1 bytes, a message and its NUL: when that much is full
 * and has no NUL, the message is too large.
 */
enum { first_room = 16 * 1024, least_room = 4 * 1024 };

static void move_to_front(struct frame *frame)
{
	memmove(frame->data, frame->data + frame->start, frame->end - frame->start);
	frame->end -= frame->start;
	frame->scanned -= frame->start;
	frame->start = 0;
}

static size_t next_room(const struct frame *frame)
{
	size_t most = frame->limit + 1;
	size_t room = frame->room ? frame->room * 2 : first_room;

	return room < most ? room : most;
}

static bool grow(struct frame *frame)
{
	size_t room = next_room(frame);
	char *data = realloc(frame->data, room);

	if (!data)
		return false;
	frame->data = data;
	frame->room = room;
	return true;
}

char *frame_room(struct frame *frame, size_t *size)
{
	if (frame->start && frame->room - frame->end < least_room)
		move_to_front(frame);
	if (frame->room - frame->end < least_room && frame->room <= frame->limit && !grow(frame))
		return NULL;
	*size = frame->room - frame->end;
	return frame->data + frame->end;
}

void frame_added(struct frame *frame, size_t size)
{
	frame->end += size;
}

static int none(struct frame *frame)
{
	frame->scanned = frame->end;
	if (frame->end - frame->start > frame->limit)
		return FRAME_TOO_LARGE;
	if (frame->start == frame->end)
		frame_clear(frame);
	return FRAME_NONE;
}

int frame_next(struct frame *frame, const char **message, size_t *size)
{
	size_t left = frame->end - frame->scanned;
	const char *end = left ? memchr(frame->data + frame->scanned, '\0', left) : NULL;

	if (!end)
		return none(frame);
	*message = frame->data + frame->start;
	*size = (size_t)(end - *message);
	frame->start += *size + 1;
	frame->scanned = frame->start;
	return 0;
}

bool frame_is_half(struct frame *frame)
{
	size_t left = frame->end - frame->scanned;

	if (frame->end - frame->start > frame->limit ||
	    (left && memchr(frame->data + frame->scanned, '\0', left)))
		return false;
	frame->scanned = frame->end;
	return true;
}

bool frame_pending(const struct frame *frame)
{
	return frame->end > frame->start;
}

void frame_clear(struct frame *frame)
{
	free(frame->data);
	*frame = (struct frame){ .limit = frame->limit };
}
