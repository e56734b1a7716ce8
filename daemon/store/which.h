/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Which event is meant by what somebody typed: an id, a handle (looked for in the incident meant, then
 * everywhere), "last" (the author's last entry that can be meant), or whole words that match exactly one entry.
 */
#include "daemon/store/answer.h"
#include "lib/draft.h"

struct store;

struct which {
	const char *typed;           /* or NULL: the only open entry of `kind` */
	const struct author *author; /* whose "last" it is */
	struct id incident;          /* the incident meant, or the null id */
	bool within;                 /* the incident was selected: "last" is the last one there */
	enum kind kind; /* open entries of this kind are preferred; KIND_COUNT: none are */
	bool only;      /* nothing but these is meant by words */
	bool corrects;  /* "last" may be a correction */
};

#define WHICH_TEXT \
	2 /* `typed` names nothing, and the only open entry of `kind` was taken: it is text */

/* 0 or WHICH_TEXT and *id; ANSWER_REFUSED; -errno. maybe: WHICH_TEXT is possible. */
int which_event(struct store *store, const struct which *which, bool maybe, struct id *id,
		struct answer *answer);

/* Candidates of the suspicions of an incident that are open. 0 or -errno. */
int which_open_suspicions(struct store *store, const struct id *incident, struct buffer *list);
