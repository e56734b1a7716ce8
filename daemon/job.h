/* SPDX-License-Identifier: MIT */
#pragma once

/* Something to do on the storage thread; embedded in what it is about. */
struct store;

struct job {
	void (*run)(struct job *job, struct store *store); /* storage thread */
	void (*done)(struct job *job);                     /* loop thread */
	struct job *next;
};
