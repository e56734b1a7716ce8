/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The markers of a template or a document, each alone on its line:
 *
 *	<!-- incident:document ref=20231007-k7qd template=standard tz=UTC -->     the first line of a document
 *	<!-- incident:begin NAME -->                                              in a template
 *	<!-- incident:begin NAME hash=0123456789abcdef -->                        in a document
 *	<!-- incident:end NAME -->
 *
 * The hash is of what was written between the two. It tells whether people changed it since; it is no
 * protection against anybody.
 */
#include <stdbool.h>
#include <stddef.h>

#include "lib/buffer.h"
#include "lib/drop.h"

#define MARKER_NAME  32
#define MARKER_HASH  17 /* with its NUL */
#define MARKER_VALUE 128

/* A block. All pointers are into the text that was scanned. */
struct marker {
	char name[MARKER_NAME];
	char hash[MARKER_HASH];      /* "": none */
	const char *begin, *content; /* the begin line, and what stands behind it */
	const char *end, *after;     /* the end line, and what stands behind it */
	size_t line;                 /* of the begin line, from 1 */
};

struct marker_list {
	struct marker *markers;
	size_t count;
};

/* What is wrong, and in which line. */
struct marker_fault {
	size_t line;
	char what[96];
};

/* All blocks of a text. 0; 1: *fault says what is wrong with them; -ENOMEM. */
int marker_scan(const char *text, struct marker_list *list, struct marker_fault *fault);

void marker_free(struct marker_list *list);
static inline void marker_freep(struct marker_list *list)
{
	marker_free(list);
}

/* The hash of a block's content. The line ends may be CRLF or LF: that is no change. */
void marker_hash(const char *content, size_t size, char hash[MARKER_HASH]);

/* Append a begin line, without its line end. */
void marker_begin(struct buffer *out, const char *name, const char *hash);

/* Is this the first line of a document? A byte order mark may stand before it. */
bool marker_is_document(const char *text);

/* A value of that line, or "" if it does not say. */
void marker_value(const char *text, const char *name, char value[MARKER_VALUE]);

/* Append ` name=value`, with what could end the line or the value made harmless. */
void marker_add_value(struct buffer *out, const char *name, const char *value);
