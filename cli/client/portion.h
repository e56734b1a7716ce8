/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Events of one log on their way into another: as many at a time as one Import takes, each portion all or
 * none. What is there already is recognised, so that whatever was cut off is simply run again.
 */
#include "cli/client/client.h"
#include "include/limits.h"

enum { portion_events = 500, portion_bytes = LIMIT_MESSAGE / 2 };

struct portion {
	struct session *session; /* of the log that takes them */
	bool dry;                /* have them judged, and not taken */
	json_t *events;
	size_t bytes, places[portion_events]; /* what its owner calls each of them */
	json_int_t taken, held, holes;        /* of all that were sent so far */
};

/* 0 or -ENOMEM. */
int portion_open(struct portion *portion, struct session *session);

/* Of an exported entry what an import needs: {"event", "hash", "leaf", "salt"}; NULL: no memory. */
json_t *portion_event(const json_t *entry);

/*
 * Add one (taken), of so many bytes as JSON, at its owner's `place`; a portion that is full is sent first. CLIENT_OK,
 * or what became of the sending. PORTION_MEMORY: no memory.
 */
#define PORTION_MEMORY (-1)
int portion_add(struct portion *portion, json_t *event, size_t size, size_t place);

/* Send what is there. The answer of the call, or PORTION_MEMORY. */
int portion_send(struct portion *portion);

/* Where the last answer was NotTaken: of which event, by its place, and why (borrowed). NULL: it was another. */
const char *portion_refused(const struct portion *portion, size_t *place);

void portion_close(struct portion *portion);
static inline void portion_closep(struct portion *portion)
{
	portion_close(portion);
}
