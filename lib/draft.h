/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A draft: an event before it is committed, as a client sends it. Checked here, against the kinds table
 * and the limits, so that what can be wrong about it is found before it is queued.
 */
#include <jansson.h>

#include "lib/event.h"

struct draft {
	struct event event;   /* what the client said; the rest is completed at commit */
	const char *incident; /* a selector, or NULL */
	const char *which;    /* the entry it is about, or NULL */
	bool maybe;           /* `which` may be the beginning of the text */
	bool now;             /* no time was given: it is the moment of the commit */
	int64_t made_at;      /* it waited in the spool since then; EVENT_NEVER: it did not wait */
};

enum draft_answer {
	DRAFT_INVALID = 1, /* *what names the parameter: "drafts.text" */
	DRAFT_TOO_LARGE,   /* *what names it, *limit says how much */
};

struct draft_fault {
	char what[64];
	int64_t limit;
};

/* 0, or an answer and *fault. `draft` borrows from `object`. */
int draft_read(const json_t *object, struct draft *draft, struct draft_fault *fault);

/* The same check for the new fields of an amendment, which belong to an event of this kind. 0 or an answer. */
int draft_check_new(const json_t *new, enum kind kind, struct draft_fault *fault);

/* Has an event, as an amendment leaves it, all that its kind demands? 0 or DRAFT_INVALID. */
int draft_check_event(const struct event *event, struct draft_fault *fault);
