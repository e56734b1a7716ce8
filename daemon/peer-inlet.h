/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The reading half of a connection: bytes become messages, messages become calls of the pipeline, as
 * long as that has room. What cannot be taken now is left in the socket.
 */
#include <stdbool.h>
#include <uv.h>

#include "lib/frame.h"

struct pipeline;

enum inlet_state {
	INLET_OPEN,
	INLET_IGNORED, /* the last answer is due or sent: what comes is thrown away */
	INLET_ENDED,   /* nothing comes any more */
};

struct inlet {
	/* The owner's. */
	uv_stream_t *stream; /* its data is ours */
	struct pipeline *pipeline;
	void (*changed)(void *owner);
	void *owner;

	/* Its own. */
	enum inlet_state state;
	struct frame frame;
	unsigned long taken; /* messages */
	bool unparsed;       /* the frame may hold a message */
	bool reading;
	int error; /* the stream cannot be read: -errno */
};

void inlet_open(struct inlet *inlet);

/* Make calls of the messages that are there, as many as one turn of the loop allows. 0 or -errno. */
int inlet_take(struct inlet *inlet);

/* There are more that could be taken in the next turn. */
bool inlet_has_more(const struct inlet *inlet);

/* Read, or do not: as there is room. */
void inlet_update(struct inlet *inlet);

/* What comes from now on is not wanted. */
void inlet_ignore(struct inlet *inlet);

/* Neither what comes nor what is here and was not taken. */
void inlet_end(struct inlet *inlet);

/* Nothing comes, and all was taken. */
bool inlet_is_done(const struct inlet *inlet);

/* Half a message is here, and is being read on. */
bool inlet_has_half(const struct inlet *inlet);

void inlet_free(struct inlet *inlet);
