/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A file of the spool: what one Record call would have said, and when it was made.
 *
 *	{"drafts":[…],"made_at":"2026-11-20T03:12:40.123456Z"}
 *
 * Its name is the id of its first draft and SPOOLED_END, so that names stand in the order of making
 * (RFC 9562, section 5.7). Whatever has another ending is not for the recorder.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPOOLED_SYSTEM "/var/spool/incidentd" /* of a host; a user's is beside his log */
#define SPOOLED_USER   "spool"                /* below the state directory */
#define SPOOLED_END    ".json"
#define SPOOLED_BAD    ".refused" /* follows the name of what could not be taken */
#define SPOOLED_WHY    ".why"     /* follows that: a file that says why, in a line */

/* Around what a draft was, in the text of the note that it became because what it named was not there. */
#define SPOOLED_AS   "[spooled as "
#define SPOOLED_LOST ", but that could not be found]"

/* The content; malloced. NULL: no memory, or what is no UTF-8. */
char *spooled_write(const json_t *drafts, int64_t made_at);

/* 0, and *drafts the caller's; 1: it is no such file; -ENOMEM. */
int spooled_read(const char *content, size_t size, json_t **drafts, int64_t *made_at);

/* Is this the name of a file to be taken? */
bool spooled_is_name(const char *name);

/* Of one that was set aside? */
bool spooled_is_bad(const char *name);

/* What becomes of drafts that waited and were not taken. */
enum spooled_fate {
	SPOOLED_NOTES, /* they name what is not there, or not any more: they become notes that say so */
	SPOOLED_LATER,   /* the log takes nothing now */
	SPOOLED_REFUSED, /* nor will it ever */
};

/* By the error of Record, without its interface. A conflict may be one with the notes that they became before. */
enum spooled_fate spooled_fate(const char *error);

/* "no loss on any link [spooled as ruled_out, which 3fk2, but that could not be found]": of each draft such a note. NULL: no memory. */
json_t *spooled_as_notes(const json_t *drafts);
