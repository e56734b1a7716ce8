/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The life that every incident has, and how far this one came in it: detected, escalated, investigated,
 * a false alarm or a cause, a fix, better monitoring, a postmortem, measures, closed.
 */
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

enum step_name {
	STEP_ALERT,
	STEP_ENGINEER,
	STEP_CUSTOMER,
	STEP_ESCALATED,
	STEP_INVESTIGATED,
	STEP_FALSE_ALARM,
	STEP_IDENTIFIED,
	STEP_FIXED,
	STEP_MONITORED,
	STEP_POSTMORTEM,
	STEP_SHARED,
	STEP_MEASURES,
	STEP_CLOSED,
	STEPS
};

struct step {
	bool taken;
	int64_t at;      /* when; EVENT_NEVER: nobody recorded it */
	bool afterwards; /* it was stated when all was over: no time of it is known */
	size_t done, of; /* of tasks; of 0: it is none of these */
};

struct lifecycle {
	struct step steps[STEPS];
};

/* What happens in this step: "Detected by an alert". */
const char *lifecycle_words(enum step_name step);

struct lifecycle lifecycle_read(const struct timeline *timeline);

/* "20 Nov 2026 …, 2 of 5 done", or nothing. Appends. */
void lifecycle_add_facts(struct buffer *out, const struct step *step);
