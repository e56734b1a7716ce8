/* SPDX-License-Identifier: MIT */
#pragma once

/* From when to when an outage lasted, read from an Incident of the interface. */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct outage {
	int64_t start, end; /* end: its end; without one, when the incident was closed; else now */
	bool over;
	bool unresolved; /* it was closed or merged, and is over for that reason only */
};

/* Where there is no length: */
enum {
	OUTAGE_NO_START = 1,
	OUTAGE_BACKWARDS, /* it ended before it began; start and end are set */
};

/* 0 or one of these. */
int outage_read(const json_t *incident, int64_t now, struct outage *outage);

/* The title, or what stands for one that was expunged. */
const char *outage_title(const json_t *incident);

/* What is left to do of an incident once it is over, and what is overdue in any. */
struct outage_rest {
	bool unshared; /* resolved, and no postmortem was shared */
	int64_t tasks, overdue;
};

/* Is anything? */
bool outage_rest(const json_t *incident, struct outage_rest *rest);
