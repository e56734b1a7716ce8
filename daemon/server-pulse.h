/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The watchdog's pulse: the loop runs, and so does the storage thread. It does if a job that does nothing
 * comes through its queue; where that waits behind commits, if they are made, however long the disk takes.
 */
#include <stdbool.h>
#include <uv.h>

#include "daemon/job.h"

struct storage;

struct pulse {
	uv_timer_t timer;
	struct job job;
	bool beating; /* the job is under way */
	struct storage *storage;
};

void pulse_init(struct pulse *pulse, uv_loop_t *loop);

/* Where nobody asked for a pulse (sd_watchdog_enabled(3)) there is none. The storage ends after pulse_close(). */
void pulse_start(struct pulse *pulse, struct storage *storage);

void pulse_close(struct pulse *pulse);
