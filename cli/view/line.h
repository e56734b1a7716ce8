/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The columns of a log, and the entries that machines repeat, which become one line:
 *
 *	 03:02:11  3fk2  alice       suspect *  suspected network issue
 *	           ↻ 37 × 03:05–04:06  cron     disk 91% on log1
 */
#include "cli/view/view.h"

struct line_layout {
	size_t ref, handle, author, label;   /* widths */
	size_t handle_at, label_at, text_at; /* columns */
	bool narrow; /* no room beside the other columns: the text stands under them */
};

/* A log on its way to a stream. */
struct lines {
	const struct screen *screen;
	const struct timeline *timeline;
	const struct log_options *options;
	struct line_layout layout;
	const struct line_fold *folds;
	int64_t before; /* the time of the line before, or EVENT_NEVER */
	int64_t begun;  /* when the recording of this incident began */
	bool starred;
};

/* As wide as the entries need, within bounds; for a screen of this width (0: any). */
struct line_layout line_layout(const struct timeline *timeline, const struct log_options *options,
			       size_t width);

/* When the first of its entries was recorded: what happened before that could not be told any sooner. */
int64_t line_begun(const struct timeline *timeline);

/* Does the log print this entry? */
bool line_shows(const struct log_options *options, const struct entry *entry);

/* A run of entries of one source that say the same but for their digits. */
struct line_fold {
	const struct entry *first, *last;
	size_t count;
};

/* The folds of a timeline, ended by one with count 0: malloced. members[i]: is entry i in one? NULL: no memory, or nothing to fold. */
struct line_fold *line_folds(const struct timeline *timeline, const struct log_options *options,
			     bool *members);

/* Go to the column of the text, from `column`. */
void line_to_text(const struct lines *lines, size_t column);

/* Print an entry: its line, and what stands under it. */
void line_put(struct lines *lines, const struct entry *entry);
