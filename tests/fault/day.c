/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded: what means to wait by a clock that nobody sets waits by the time of day. A recorder under it
 * must be seen to (clock.bats), or the test that it does not shows nothing.
 */
#include <pthread.h>

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
	(void)attributes;
	(void)clock;
	return 0;
}
