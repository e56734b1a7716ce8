/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Varlink framing (varlink.org): a message is its bytes and a NUL. Bytes of a stream go in, whole
 * messages come out.
 *
 *	struct frame frame = { .limit = LIMIT_MESSAGE };
 *
 *	room = frame_room(&frame, &size);
 *	frame_added(&frame, read(fd, room, size));
 *	while (frame_next(&frame, &message, &length) == 0)
 *		...
 *
 * Bytes are read to where they stay: only half a message is ever moved. An empty frame holds no memory.
 */
#include <stdbool.h>
#include <stddef.h>

struct frame {
	size_t limit; /* bytes of one message, without its NUL; the owner sets it */

	/* Its own. */
	char *data;
	size_t room, start, end, scanned;
};

enum frame_answer {
	FRAME_NONE = 1, /* no whole message is there: read on */
	FRAME_TOO_LARGE /* more than limit bytes without a NUL; nothing can follow */
};

/* Where the next bytes go, and how many fit (never 0). NULL: no memory. To be called when frame_next() said FRAME_NONE. */
char *frame_room(struct frame *frame, size_t *size);

void frame_added(struct frame *frame, size_t size);

/* 0 and a message, with its NUL behind it, good until the next call on this frame; or an answer. */
int frame_next(struct frame *frame, const char **message, size_t *size);

/* Is no more there than half a message, or nothing? */
bool frame_is_half(struct frame *frame);

/* Is more there than was handed out? Where frame_next() said FRAME_NONE, that is half a message. */
bool frame_pending(const struct frame *frame);

/* Empty again; the limit stays. */
void frame_clear(struct frame *frame);
