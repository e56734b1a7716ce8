/* SPDX-License-Identifier: MIT */
/* A library to be preloaded: what means to wait by a clock that nobody sets waits by the time of day. */
#include <pthread.h>

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
	(void)attributes;
	(void)clock;
	return 0;
}
