/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What `export -o` writes: one row of a table and one file a format. All but ndjson show the entries as
 * they stand after corrections; ndjson has the events as they were recorded, with their hashes.
 */
#include "cli/timeline/filter.h"
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

struct report {
	const struct screen *screen;
	const struct timeline *timeline;
	struct filter filter;
	int64_t now;
};

struct report_format {
	const char *name, *help;
	void (*write)(const struct report *report);

	/* Where a format needs no more than one entry at a time: write this Entry. Else NULL. */
	void (*write_entry)(const struct screen *screen, const json_t *entry);
	bool stored; /* and that is a line, the entry as it is stored */
};

/* Ends with a row without a name. The first one is the default. */
extern const struct report_format report_formats[];

/* NULL if there is none of that name. */
const struct report_format *report_format_find(const char *name);

/* The formats and what they are, one a line. */
void report_format_list(const struct screen *screen);

/* Is this entry data of an export: not struck out, not a correction, taken by the filter? */
bool report_takes(const struct report *report, const struct entry *entry);

/* Its entries in the order in which they were recorded; malloced. NULL: no memory. */
const struct entry **report_by_pos(const struct report *report);

/* A line of text that says what was hidden, between these two; nothing if nothing was to be. */
void report_footer(const struct report *report, const char *before, const char *after);

/* Append what stands above the table of the md export, and the table. */
void report_md_head(struct buffer *out, const struct report *report);
void report_md_table(struct buffer *out, const struct report *report);

void report_md(const struct report *report);
void report_html(const struct report *report);
void report_svg(const struct report *report);
void report_text(const struct report *report);
void report_json(const struct report *report);
void report_csv(const struct report *report);
void report_ndjson(const struct report *report);
void report_ndjson_entry(const struct screen *screen, const json_t *entry);
