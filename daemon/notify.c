/* SPDX-License-Identifier: MIT */
#include "daemon/notify.h"

#include "include/config.h"

#if HAVE_SYSTEMD

#include <systemd/sd-daemon.h>

/* A manager that cannot be told finds out in its own way. */
void notify(const char *state)
{
	(void)sd_notify(0, state);
}

uint64_t notify_watchdog(void)
{
	uint64_t usec;

	return sd_watchdog_enabled(0, &usec) > 0 ? usec : 0;
}

#else

void notify(const char *state)
{
	(void)state;
}

uint64_t notify_watchdog(void)
{
	return 0;
}

#endif
