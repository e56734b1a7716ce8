/* SPDX-License-Identifier: MIT */
#pragma once

/* incident log --follow: what comes behind the last entry that was printed, so that none is lost and none comes twice. */
#include "cli/view/view.h"

#define FOLLOWER_KEPT 1024 /* entries that came */

struct follower {
	struct session *session;
	const struct timeline *timeline; /* what was printed: its columns are kept */
	const struct log_options *options;
	json_t *refs; /* those of the options, to which new incidents are added; NULL: one incident */
	int64_t before; /* the time of the last line, or EVENT_NEVER */

	/* What came, that what is said of it is said with its text: the newest ones, in a ring. */
	struct timeline *kept[FOLLOWER_KEPT];
	size_t count;
};

/* Print what Read gives for these parameters, until it ends or nobody reads it. An exit code; not OK: the error was printed. */
int follower_run(struct follower *follower, json_t *parameters);
