/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The postmortem: Markdown with pairs of markers (cli/report/marker.h), whose blocks are filled from the
 * timeline. What can be computed is; where only people know, a prompt in \<angle brackets\> says what
 * belongs there, with what the log has about it.
 *
 * A document is refreshed as often as one likes: blocks that people left alone are written anew, what
 * they changed or removed stays as they have it, and so does every byte between the blocks.
 */
#include "cli/report/document.h"
#include "cli/report/marker.h"

struct postmortem {
	const struct timeline *timeline;
	const char *template; /* what the first line calls it */
	struct document_options options;
	int64_t now;
};

/* A block of a document that people edited: it was kept, and this would have been written. */
typedef void postmortem_kept_fn(void *owner, const struct marker *marker,
				const struct buffer *ours);

/* Fill a template; times are in the zone in use. 0; 1: *fault names the marker that is wrong; -ENOMEM. */
int postmortem_write(struct buffer *out, const struct postmortem *postmortem, const char *template,
		     struct marker_fault *fault);

/* The same document, with what has changed since. 0, 1 or -ENOMEM, as above. */
int postmortem_refresh(struct buffer *out, const struct postmortem *postmortem,
		       const char *document, postmortem_kept_fn *kept, void *owner,
		       struct marker_fault *fault);
