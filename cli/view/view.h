/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The screens of TERMINAL.md: what a timeline looks like on a stream. They ask the daemon nothing.
 */
#include "cli/timeline/filter.h"
#include "cli/timeline/metric.h"
#include "cli/timeline/timeline.h"
#include "cli/view/screen.h"

struct log_options {
	struct filter filter;
	bool audit; /* retracted entries and old values, too */
	bool flat;  /* nothing folded, no gaps */
	const struct timeline *
		moved; /* what corrects entries that were moved here, where audit is set; NULL: none was */
	const json_t *refs; /* incident id -> ref, in front of each line; NULL: one incident */
};

/* incident log. Returns the time of the last line, or EVENT_NEVER. */
int64_t view_log(const struct screen *screen, const struct timeline *timeline,
		 const struct log_options *options, int64_t now);

/* One more line, of an entry that came while the log was followed; `before` and what it returns: as above. */
int64_t view_log_entry(const struct screen *screen, const struct timeline *timeline,
		       const struct log_options *options, const struct entry *entry,
		       int64_t before);

/* incident list; `incidents` holds Incident objects. */
void view_list(const struct screen *screen, const json_t *incidents, int64_t now);

/* incident status. */
void view_status(const struct screen *screen, const struct timeline *timeline, int64_t now);

/* incident status --for customers: no person, no suspicion, no host. */
void view_status_customers(const struct screen *screen, const struct timeline *timeline,
			   int64_t now);

/* incident show REF. */
void view_show(const struct screen *screen, const struct timeline *timeline,
	       const struct metrics *metrics, int64_t now);

/* incident show EVENT: an Entry, the one it is about (or NULL), those that correct it or answer it, and who imported it (or NULL). */
void view_event(const struct screen *screen, const json_t *entry, const json_t *target,
		const json_t *related, const json_t *imported);

/* A line of incident search; `ref` may be "". */
void view_found(const struct screen *screen, const struct entry *entry, const char *ref);

/* "sev2 · mitigated · 1 h 18 min" */
void view_state(const struct screen *screen, const struct timeline *timeline, int64_t now);

/* "label       ", dim, so that what follows starts in column 12. */
void view_label(const struct screen *screen, const char *label);
