/* SPDX-License-Identifier: MIT */
#pragma once

/* The events of one incident as they stand after corrections, without what was merged into it. */
#include "lib/event.h"
#include "sql/sql.h"

struct sought;
struct store;

/* What is called with each; returns 0 to go on. */
typedef int scan_fn(void *owner, const struct event *event, int64_t pos);

struct scan {
	enum query query; /* QUERY_SCAN_MEMBER: all, _DECIDING, _CHANGED */
	int64_t after;    /* of _CHANGED and of scan_after(): those that happened later */
	bool (*wanted)(void *owner, enum kind kind,
		       int64_t at); /* NULL: all; others are not parsed */
	scan_fn *fn;
	void *owner;
};

/* 0, or what fn returned, or -errno. */
int scan_incident(struct store *store, const struct id *incident, const struct scan *scan);

/* Those that stand as they were recorded, and may be a person's: first their time is looked at. The same. */
int scan_after(struct store *store, const struct id *incident, const struct scan *scan);

struct scan_newest {
	enum kind kind; /* that can be answered (hypothesis, task), or KIND_COUNT: all */
	const struct sought *sought; /* only those whose text has these words; NULL: all */
	/* Is fn to have it? 1, 0 or -errno. NULL: all. What it refuses is not parsed, like what has not the words. */
	int (*wanted)(void *owner, const struct id *id, enum kind kind, bool retracted);
	scan_fn *fn;
	void *owner;
};

/*
 * The newest, newest first. *left: how many still, where 1 KiB of text counts as one more; what was looked at is
 * taken off, and counted by the store. 0, or what fn returned, or -errno.
 */
int scan_newest(struct store *store, const struct id *incident, const struct scan_newest *scan,
		int64_t *left);
