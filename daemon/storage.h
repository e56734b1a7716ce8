/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The storage thread: the only one that touches the database, over the only connection there is.
 *
 * The loop hands it jobs. Records go first, as many as are there in one commit, filled in turn by user;
 * while one commits the loop collects the next: group commit without a timer. Between two commits it runs
 * one other job, each of them short (a page of a read).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "daemon/job.h"

struct storage;

struct record; /* daemon/store/record.h: a Record request, with a job in it */

struct storage_options {
	const char *directory;
	int ballast; /* MiB kept free in the database for a full disk */
	/* Loop thread: the database cannot go on; the daemon must exit and start anew. */
	void (*failed)(void *owner, const char *reason);
	/* Loop thread: the storage thread took so many nanoseconds for one user. */
	void (*spent)(void *owner, int64_t uid, uint64_t time);
	void *owner;
};

/* Locks the directory, opens and migrates the database, starts the thread. 0 or -errno (logged); -EBUSY: another daemon has it. */
int storage_open(struct storage **storage, uv_loop_t *loop, const struct storage_options *options);

/*
 * Loop thread: is the thread at the disk, in a transaction or a checkpoint, or was it since this was
 * last asked? Then it is alive, however long the disk takes.
 */
bool storage_is_writing(struct storage *storage);

/* Queue a job. */
void storage_submit(struct storage *storage, struct job *job);

/* Queue the events of one Record call for the next commit. */
void storage_record(struct storage *storage, struct record *record);

/* What is queued is done and answered; then the thread checkpoints and ends, and closed(owner) is called as the last thing. */
void storage_close(struct storage *storage, void (*closed)(void *owner), void *owner);

/* Who hears of commits (loop thread, the newest pos); set once, by the service. */
void storage_listen(struct storage *storage, void (*committed)(void *owner, int64_t head),
		    void *owner);
