/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * One database: its file, its settings, its transactions. Lives on the storage thread.
 *
 * Errors: 0 or a negative errno, logged where it began. -ENOSPC: the disk is full. -EIO: the disk fails.
 * -EUCLEAN: the database is damaged. -ENOMEM. Nothing was committed in any of these cases.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/journal.h"
#include "daemon/store/chain.h"
#include "daemon/store/ending.h"
#include "daemon/store/held.h"
#include "daemon/store/pending.h"
#include "daemon/store/recent.h"
#include "daemon/store/run.h"
#include "daemon/store/turn.h"
#include "lib/event.h"
#include "sql/sql.h"

struct sqlite3;
struct sqlite3_stmt;

/* Where the log of this machine is being written: the current origin. */
struct origin {
	int64_t number;
	struct id id;
	int64_t seq;         /* of its newest event */
	uint8_t hash[32];    /* of its newest event; zeros before the first */
	int64_t recorded_at; /* of its newest event */
	char host[256], boot[37];
	bool synchronised; /* the kernel's clock was, when the transaction began */
};

#define UNSWITCHED 16

struct excerpt;
struct incidents;

/* What happened since the daemon started. Of the storage thread. */
struct tally {
	int64_t events, commits;
	int64_t commit_time;  /* microseconds, of all commits together */
	int64_t full, failed; /* errors of the database: no room; any other */
	int trouble; /* the last of them, a negative errno, until a commit succeeds; 0: none */
};

struct store {
	struct sqlite3 *db;
	struct sqlite3_stmt *statements[QUERY_COUNT];
	char path[4096], wal[4096 + 4];
	int lock;                   /* the descriptor of the locked file */
	struct held file, wal_file; /* what `path` and `wal` led to at the start */
	struct origin origin, committed_origin;
	int64_t head, committed_head; /* the newest pos */
	struct run run, committed_run;
	int64_t unswitched
		[UNSWITCHED]; /* authors who had chosen nothing when last asked; EVENT_NEVER: free */
	struct incidents *incidents; /* the cache, daemon/store/incident.h */
	struct salts salts;
	struct pending pending;
	struct recent recent;
	struct endings endings;
	struct excerpt *excerpt; /* the one that was looked at last, or NULL */
	int64_t excerpted;       /* blocks below this one have theirs */
	int64_t frames;          /* in the WAL, since it was last moved into the database */
	bool damaged;            /* it is set aside when it is closed */
	bool gone;               /* they lead to other files, or none */
	bool unread;             /* something could not be read: the next start judges it */
	bool backing_up;         /* one backup at a time */
	bool headroom;           /* room for a full disk was made */
	int64_t sought; /* entries looked through, corrections applied anew in this transaction */
	struct tally tally;
	bool in_transaction;    /* between transaction_begin() and its end */
	int ballast;            /* MiB kept free for a full disk */
	struct journal journal; /* hears what was committed */
	struct turn turn;       /* of the job under way */
	atomic_bool writing;    /* a transaction or a checkpoint is under way; any thread may ask */
	atomic_uint written;    /* how many have ended; the same */
};

/* Open, migrate and check the database in `directory`. 0; -EBUSY: another daemon has it; -errno. */
int store_open(struct store **store, const char *directory);

/* Checkpoint and close; a damaged database is set aside, so that the next start has a fresh one. NULL is fine. */
void store_close(struct store *store);

/* After a commit, between batches: move the WAL into the database when it is long, or when nothing else is to do. */
int store_checkpoint(struct store *store, bool idle);

/*
 * Move the whole WAL into the database and cut it to nothing, in no transaction: when nothing of the
 * past may stay in it, and after an I/O error. 0, or -errno: after an error only a new start helps.
 */
int store_empty_wal(struct store *store);

/* Do its paths still lead to the files that are written to? If not, what is written is in no log. */
bool store_is_held(const struct store *store);

/* How many damaged databases stand beside this one; of many, the first ones. */
int store_count_damaged(const struct store *store);

/* What is there of the room for a full disk, and what there shall be: bytes. 0 or -errno. */
int store_measure_headroom(struct store *store, int64_t *there, int64_t *wanted);

/* Make room for a full disk, a slice at a time: 0 done, 1 more to do, -errno. */
int store_make_headroom(struct store *store);

/* Nothing is to do, and nobody knows until when: give back the memory that only made work faster. */
void store_rest(struct store *store);
