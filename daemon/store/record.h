/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Record: the drafts of one call, all or none, and the batch in which several calls share a commit.
 *
 * What can be wrong about a draft alone was found before it was queued (lib/draft.h). What only the log
 * can tell (which incident, which entry, a retry) is found here. A call of one draft writes nothing
 * before it is sure; if a later draft of a call is refused, the batch is taken back, run again without
 * that call, and ends there: so every call is run twice at most, however many are refused.
 */
#include "daemon/job.h"
#include "daemon/store/answer.h"
#include "daemon/store/chain.h"
#include "include/limits.h"
#include "lib/draft.h"

struct record {
	struct job job;
	struct author author; /* the kernel's word; the names outlive it */
	json_t *request;      /* keeps the drafts' strings alive; the storage thread's until done */
	struct draft *drafts;
	uint8_t (*digests)[CHAIN_DIGEST]; /* of drafts as they came: for a retry */
	size_t count, bytes;
	int64_t sent_at; /* by the sender's clock; 0: he did not say */
	size_t seekers;  /* drafts that name an entry, perhaps by words */

	struct answer answer;
	bool refused, wrote;
};

/* Check and take the drafts of a call of `author`, which stay the caller's. 0; ANSWER_REFUSED: `answer` says what is wrong; -ENOMEM. */
int record_read(struct record *record, const json_t *drafts);

/* They waited since they were made, by the clock of then: what has no time of its own happened then, and never after now. */
void record_date(struct record *record, int64_t made_at);

/* The same with when they were sent, if they have waited for a second or longer. */
void record_date_late(struct record *record);

/* What it owns: not `request`. */
void record_free(struct record *record);

/* The calls of one commit, taken one by one while it is being written. */
struct batch {
	struct record *(*next)(void *owner); /* NULL: that is all; at first there is one */
	void *owner;
	struct record *records[LIMIT_BATCH]; /* what was taken */
	size_t count;
};

/* One commit. Every record that was taken has its answer afterwards. 0, or the storage error with which all of them failed. */
int record_batch(struct store *store, struct batch *batch);
