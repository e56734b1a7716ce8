/* SPDX-License-Identifier: MIT */
#pragma once

/* The first line of a document: of which incident it is, and how it was made. It is read and written here alone. */
#include "cli/report/marker.h"
#include "cli/veil/veil.h"

/* "": the line does not say. */
struct first_line {
	char ref[MARKER_VALUE], template[MARKER_VALUE], tz[MARKER_VALUE], events[MARKER_VALUE],
		diagram[MARKER_VALUE], kinds[MARKER_VALUE], pseudonyms[MARKER_VALUE],
		redact[MARKER_VALUE], redact_rules[MARKER_VALUE];
};

void first_line_read(struct first_line *line, const char *document);

/* Append it, without its line end. */
void first_line_write(struct buffer *out, const struct first_line *line);

/* Set a value; text NULL: it does not say. */
void first_line_set(char value[MARKER_VALUE], const char *text);

/* What it wants hidden; borrows from it. And back. */
struct veil_wish first_line_veil(const struct first_line *line);
void first_line_set_veil(struct first_line *line, const struct veil_wish *veil);
