/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What waits in the spool is taken in: at start, and as it appears. A file is read, recorded, and
 * removed after the commit; if we are killed anywhere on the way it is read again, and known by its
 * drafts' ids. So each is recorded once.
 */
#include <stdbool.h>
#include <uv.h>

#include "daemon/job.h"
#include "daemon/spool-list.h"
#include "daemon/spool.h"

struct names;
struct storage;
struct intake_file;

struct intake_options {
	struct storage *storage;
	struct names *names;
	const char *directory;
	bool shared;
};

struct intake {
	struct intake_options options;
	struct spool spool;
	uv_fs_event_t watch;
	uv_timer_t again; /* what was left is tried again */

	struct job job;            /* on the storage thread: read files, remove files */
	struct intake_file *files; /* those under way */
	ssize_t count, waiting;
	struct spool_list list;    /* still to be taken; while a job runs the storage thread's */
	struct spool_count seen;   /* by the last listing; of very many, so far */
	bool moved, left, changed; /* in this pass: files went, files stayed, something came */
	bool open, busy, kept, closing;
};

/* Begins to take in. Where there is no spool it does nothing more. */
void intake_open(struct intake *intake, uv_loop_t *loop, const struct intake_options *options);

/* Begins nothing new; what is under way ends with the storage. Idempotent; of a zeroed one it does nothing. */
void intake_close(struct intake *intake);
