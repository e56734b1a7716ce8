/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * From a draft to the event that will be appended: the incident it belongs to, the entry it is about,
 * and the data that only the log knows (old values, the severity before, ids for selectors).
 */
#include "daemon/store/choose.h"

struct completion {
	struct event event; /* borrows from the draft and from what follows */
	struct choice choice;
	struct id target;   /* or the null id */
	int64_t target_pos; /* or 0 */
	json_t *data;       /* the event's data, where it was changed */
	char *text;         /* the event's text, where it was changed */
};

void completion_free(struct completion *completion);

static inline void completion_freep(struct completion *completion)
{
	completion_free(completion);
}

/* 0, ANSWER_REFUSED or -errno. Writes nothing to the log. */
int complete_draft(struct store *store, const struct draft *draft, const struct author *author,
		   struct completion *completion, struct answer *answer);
