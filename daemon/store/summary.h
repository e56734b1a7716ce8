/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What follows from the entries of one incident: its state, title, severity and milestones (DESIGN
 * section 2). A fold over its effective events, in any order but for the pivots, by which others are
 * judged: these are folded first, and one that comes later shakes what the others decided.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/event.h"

enum milestone {
	MILESTONE_STARTED,
	MILESTONE_DETECTED,
	MILESTONE_ACKNOWLEDGED,
	MILESTONE_ESCALATED,
	MILESTONE_IDENTIFIED,
	MILESTONE_MITIGATED,
	MILESTONE_RESOLVED,
	MILESTONE_CLOSED,
	MILESTONE_COUNT
};

extern const char *const milestone_names[MILESTONE_COUNT];

/* The state follows from the latest mitigated, resolved, closed after the latest reopened. */
enum state { STATE_OPEN, STATE_MITIGATED, STATE_RESOLVED, STATE_CLOSED, STATE_MERGED, STATE_COUNT };

extern const char *const state_names[STATE_COUNT];

/* Where a milestone comes from. A lower rank wins (0: not reached), then the earlier time, then the lower pos. */
struct mark {
	int rank;
	int64_t at, pos;
	bool about;
};

struct summary {
	struct id id, root, merged_into;
	int64_t opened_pos, opened_at;
	char ref[ID_REF_SIZE];
	char *title;
	int64_t title_pos, title_at; /* title_at: when that was recorded */
	int severity;                /* 0: not said */
	int64_t severity_at, severity_pos;
	enum state state;
	char reason[16];
	int64_t entries, corrected, retracted;
	int64_t impacts, impacts_open, impact_until;
	int64_t reopened_at, mitigated_at, resolved_at, closed_at, closed_pos;
	int64_t resolved_recorded_at, person_recorded_at, last_recorded_at;
	bool shared;
	struct mark marks[MILESTONE_COUNT];

	/* Of the cache: not part of the row. */
	bool dirty;
	bool stale;  /* everything has to be folded anew */
	bool shaken; /* what decides has to be (summary_decides()); the counts are right */
	bool unsure; /* of what decides, what is judged by others has to be (summary_is_judged()) */
	bool unheeded; /* and who acknowledged it has to be looked for among all */
	bool untimed;  /* when something was recorded last has to be looked up */
	bool marked;   /* marks were changed since they were saved */
	int64_t day;   /* of person_recorded_at, since 1970, as it was saved */
	int64_t first; /* the lowest pos of what is in it, 0: not looked up */
};

/* Empty of everything that is folded; who it is (id, root, merged_into, opened_pos, ref) stays. */
void summary_clear(struct summary *summary);
void summary_finish(struct summary *summary);

/* First round: the pivots (detected, resolved, reopened). */
void summary_pivot(struct summary *summary, const struct event *event, int64_t pos);

/* Second round: everything. 0 or -ENOMEM. */
int summary_fold(struct summary *summary, const struct event *event, int64_t pos);

/* The part of it that says when something was recorded last. */
void summary_date(struct summary *summary, const struct event *event);

/*
 * Entries of few kinds decide everything but the counts and, where nobody said `ack`, who acknowledged it. To
 * fold these anew: forget what they decided, the pivots, then let each decide again. 0 or -ENOMEM.
 */
bool summary_decides(enum kind kind);
void summary_forget(struct summary *summary);
int summary_decide(struct summary *summary, const struct event *event, int64_t pos);

/*
 * Of these only those that count where no later pivot came: what they decided is forgotten, and each decides again. A
 * new pivot changes no more than that.
 */
bool summary_is_judged(enum kind kind);
void summary_forget_judged(struct summary *summary);

/* Could an entry of this time, if it is a person's, be how it was acknowledged? */
bool summary_awaits_attention(const struct summary *summary, int64_t at);

/* An event comes now; if others are judged by it, they have to be judged anew: unsure or shaken. 0 or -ENOMEM. */
int summary_add(struct summary *summary, const struct event *event, int64_t pos);

/* An event that was folded is in another incident now, or stands otherwise: then the other is added. */
void summary_leave(struct summary *summary, const struct event *event, int64_t pos);
int summary_replace(struct summary *summary, const struct event *before, const struct event *after,
		    int64_t pos);

/* What another incident has of its own is merged into this one, or is not any more. */
void summary_join(struct summary *root, const struct summary *member);
void summary_part(struct summary *root, const struct summary *member);

/* Set the state, from what was folded and from root. */
void summary_settle(struct summary *summary);

/* The end of the outage, or EVENT_NEVER while it lasts. */
int64_t summary_ended(const struct summary *summary);

/* Not closed or merged, not resolved more than 12 h ago, not silent for more than 24 h. */
bool summary_is_live(const struct summary *summary, int64_t now);
