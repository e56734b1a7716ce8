/* SPDX-License-Identifier: MIT */
#pragma once

/* The clock of the ration: it hears what time the storage took for whom, and wakes who has rested. */
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct ration;

struct rest {
	uv_timer_t timer;
	struct ration *ration;
};

/* From now on it is the ration's `owner`, and its timer. */
void rest_init(struct rest *rest, uv_loop_t *loop, struct ration *ration);

/* For the storage: so much of its time went to one user. */
void rest_spent(struct rest *rest, int64_t uid, uint64_t time);

void rest_close(struct rest *rest);
