/* SPDX-License-Identifier: MIT */
#pragma once

/* A document in Markdown, made a page of HTML, with the incident's picture where the document has its diagram. */
#include "cli/session.h"
#include "cli/timeline/filter.h"
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

/* Put the page in the document's place. timeline: NULL for a page without a picture. 0 or -ENOMEM. */
int page_make(struct buffer *document, const struct timeline *timeline, const struct filter *filter,
	      int64_t now);

/*
 * Print a document as it stands, with every word that people wrote, as a page. Its picture is drawn of
 * what the recorder has now; where that cannot be asked, the page has none. An exit code.
 */
int page_print(struct session *session, const char *file);
