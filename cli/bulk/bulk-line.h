/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A line of `incident add` and `incident edit`, taken apart. What it says is found out here, whatever
 * bytes it is made of; what its time and its fields mean is for others (bulk-clock.h, bulk-head.h).
 * The grammar is the text of `incident help lines`.
 */
#include <stdbool.h>
#include <stddef.h>

/* A part of the line, which it borrows from; size 0: not there. */
struct bulk_part {
	const char *at;
	size_t size;
};

enum bulk_sort {
	BULK_NOTHING, /* blank, or a comment */
	BULK_MORE,    /* goes on with the text of the entry above: `text` */
	BULK_DATE,    /* `day`, `zone` */
	BULK_TITLE,   /* `text` */
	BULK_ENTRY,
};

struct bulk_line {
	enum bulk_sort sort;
	bool verbatim;         /* of BULK_MORE: every blank of it counts */
	bool bullet;           /* `- ` or `* ` stood before it */
	bool unknown, about;   /* `?`, `~` */
	struct bulk_part day;  /* 2023-10-07 */
	char clock[24];        /* "10:32:05.123456" by 24 hours; "": none was typed */
	char end[24];          /* of an interval */
	struct bulk_part zone; /* what looks like one: text begins with it */
	struct bulk_part text; /* without blanks around it */
};

/* One line, without its newline. */
void bulk_line_parse(const char *text, size_t size, struct bulk_line *line);

/* Of an entry whose `zone` is one, or is none: what it says. */
struct bulk_part bulk_line_rest(const struct bulk_line *line, bool has_zone);

/* Without the blanks around it. */
struct bulk_part bulk_trim(struct bulk_part part);

/* What `incident help lines` prints. */
extern const char bulk_lines[];
