/* SPDX-License-Identifier: MIT */
#pragma once

/* Waits for a limited time, by a clock that does not jump. */
#include <pthread.h>
#include <stdint.h>

void condition_init(pthread_cond_t *condition);

/* At most so many nanoseconds. 0: it was signalled, or woke without a reason; ETIMEDOUT. */
int condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, uint64_t time);
