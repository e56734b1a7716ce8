/* SPDX-License-Identifier: MIT */
#include "daemon/storage-condition.h"

#include <time.h>

#define SECOND UINT64_C(1000000000)

void condition_init(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

int condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, uint64_t time)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	time += (uint64_t)until.tv_nsec;
	until.tv_sec += (time_t)(time / SECOND);
	until.tv_nsec = (long)(time % SECOND);
	return pthread_cond_timedwait(condition, lock, &until);
}
