/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What the storage thread has to say to a request: the parameters of a reply, or an error of the
 * interface with its own, as JSON text.
 */
#include "lib/buffer.h"
#include "lib/event.h"

struct store;
struct summary;

struct answer {
	const char
		*error; /* "NoSuchIncident"; a whole name where it has a dot; NULL: it is a reply */
	struct buffer text; /* the parameters, an object */
};

#define ANSWER_REFUSED 1 /* what functions return when the answer is an error */

void answer_free(struct answer *answer);

/* Each returns ANSWER_REFUSED, or -ENOMEM. */
int answer_invalid(struct answer *answer, const char *parameter);
int answer_too_large(struct answer *answer, const char *what, int64_t limit);
int answer_no_incident(struct answer *answer, const char *selector,
		       const struct buffer *candidates);
int answer_which_incident(struct answer *answer, const struct buffer *candidates);
int answer_no_event(struct answer *answer, const char *which, const struct buffer *candidates);
int answer_which_event(struct answer *answer, const char *which, const struct buffer *candidates);
int answer_conflict(struct answer *answer, const struct id *id);
int answer_not_applicable(struct answer *answer, const struct id *id, const char *reason);
int answer_not_taken(struct answer *answer, size_t index, const struct id *id, const char *reason);
int answer_not_permitted(struct answer *answer, const char *reason);

/* A storage error, from its errno. */
int answer_storage(struct answer *answer, int error);

/* Append a Candidate to a list (without brackets). 0 or -errno. */
int candidate_incident(struct store *store, const struct summary *summary, struct buffer *list);
int candidate_event(struct store *store, const struct id *id, struct buffer *list);
