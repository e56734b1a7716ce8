/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The postmortem: a template, a Markdown file with pairs of markers, whose blocks are filled from the
 * timeline. What can be computed is; where only people know, a prompt in \<angle brackets\> says what
 * belongs there, with what the log has about it.
 */
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

/* Built in: cli/templates/standard.md. */
extern const char template_standard[];

/* Fill a template. `name` is what the document's first line calls it; times are in the zone in use. */
void postmortem_write(struct buffer *out, const char *name, const char *template,
		      const struct timeline *timeline, int64_t now);

/* Create FILE with the document, whole or not at all. 0, EEXIST if there is one (which stays as it is), or -errno. */
int postmortem_create(const char *file, const struct buffer *document);
