/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Which incident is meant, decided at commit (DESIGN section 3): what was selected, else the author's
 * `switch`, else by what is live, as the kind's row in the kinds table says.
 */
#include "daemon/store/answer.h"
#include "daemon/store/summary.h"
#include "lib/draft.h"

struct choice {
	struct id incident;      /* the null id: unfiled, or to be opened */
	bool opens;              /* an incident has to be opened for it */
	bool said;               /* somebody said which: selector or switch */
	struct buffer others;    /* Candidates: live, too, and nobody said which */
	struct buffer left_open; /* a Candidate: an older one, where one is opened */
};

void choice_free(struct choice *choice);

/* For an entry of this kind by this author. 0, ANSWER_REFUSED or -errno. */
int choose_for(struct store *store, const struct draft *draft, const struct author *author,
	       struct choice *choice, struct answer *answer);

/* For a reading verb: what was selected, else switched to, else live, else the latest. 0, ANSWER_REFUSED or -errno. */
int choose_for_reading(struct store *store, const char *selector, const struct author *author,
		       struct id *incident, struct answer *answer);

/* The same, but the null id where there is no incident at all: an entry may be unfiled. */
int choose_meant(struct store *store, const char *selector, const struct author *author,
		 struct id *incident, struct answer *answer);

/* By any unique part of a ref or an id. 0, ANSWER_REFUSED or -errno. */
int choose_selected(struct store *store, const char *selector, struct id *incident,
		    struct answer *answer);

/* What this author switched to, if that still holds; else the null id. 0 or -errno. */
int choose_switched(struct store *store, const struct author *author, struct id *incident);

/* Switch this author (event.author) to an incident, or with the null id to none, in a transaction. 0 or -errno. */
int choose_switch(struct store *store, int64_t author, const struct id *incident);

/* The incident in which a note of this author would land, or the null id. 0 or -errno. */
int choose_for_note(struct store *store, const struct author *author, struct id *incident);

/* Candidates of all that is live. 0 or -errno. */
int choose_others(struct store *store, struct buffer *others);
