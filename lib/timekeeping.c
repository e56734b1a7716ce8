/* SPDX-License-Identifier: MIT */
/* The kernel is asked; a sandbox keeps its word from us: a filter of system calls does not tell asking from setting. */
#include "lib/timekeeping.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include "lib/stamp.h"

/* Touched at every synchronisation, says systemd-timesyncd.service(8); it polls every 34 minutes at least. */
static bool timesyncd_says_so(void)
{
	struct stat st;
	int64_t now = stamp_now();

	return stat("/run/systemd/timesync/synchronized", &st) == 0 &&
	       llabs(now - st.st_mtim.tv_sec * STAMP_SECOND) < 2 * STAMP_HOUR;
}

bool timekeeping_is_synchronised(void)
{
	struct timex state = { .modes = 0 };

	if (adjtimex(&state) < 0)
		return errno == EPERM && timesyncd_says_so();
	return !(state.status & STA_UNSYNC);
}
