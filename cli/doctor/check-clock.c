/* SPDX-License-Identifier: MIT */
/* Times of several hosts are put side by side: their clocks have to follow one another's. */
#include <unistd.h>

#include "cli/doctor/doctor.h"
#include "lib/timekeeping.h"

static const char *time_program(void)
{
	if (access("/run/systemd/system", F_OK) == 0)
		return "sudo timedatectl set-ntp true, then timedatectl";
	return "chronyc tracking, or ntpq -p";
}

void check_clock(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const json_t *told = recorder_value(recorder, "clock_synchronised");

	if (!timekeeping_is_synchronised()) {
		diagnosis_wrong(diagnosis, "not synchronised with any other");
		diagnosis_fix(diagnosis, "%s", time_program());
	} else if (json_is_false(told)) {
		diagnosis_ok(diagnosis,
			     "synchronised, but the recorder in its sandbox cannot tell, and "
			     "entries say that it was not");
	} else {
		diagnosis_ok(diagnosis, "synchronised");
	}
}
