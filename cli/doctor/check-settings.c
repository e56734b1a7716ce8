/* SPDX-License-Identifier: MIT */
/* A file of settings that is wrong is not used, by this program and by the recorder alike. */
#include <stdlib.h>

#include "cli/doctor/doctor.h"
#include "lib/drop.h"
#include "lib/setting.h"

void check_settings(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	drop(settings_free) struct settings settings = { 0 };
	const struct setting_sources sources = { .file = getenv("INCIDENT_CONFIG"), .user = true };
	struct setting_fault fault;
	int r = settings_read(&settings, &sources, &fault);

	(void)recorder;
	if (r < 0) {
		diagnosis_unknown(diagnosis, "no memory");
	} else if (r > 0) {
		diagnosis_wrong(diagnosis, "%s: %s", fault.where, fault.what);
		diagnosis_fix(diagnosis, "incident config check");
	} else {
		diagnosis_ok(diagnosis, "right, as far as there are any");
	}
}
