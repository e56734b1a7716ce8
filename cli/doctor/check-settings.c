/* SPDX-License-Identifier: MIT */
/* What is wrong in a file of settings is not used, by this program and by the recorder alike. */
#include <stdlib.h>

#include "cli/config.h"
#include "cli/doctor/doctor.h"
#include "lib/drop.h"
#include "lib/setting.h"

/* The first stays; `incident config check` says all. */
static void find_fault(void *owner, const struct setting_fault *fault)
{
	struct diagnosis *diagnosis = owner;

	if (diagnosis->verdict == VERDICT_WRONG)
		return;
	diagnosis_wrong(diagnosis, "%s: %s", fault->where, fault->what);
	diagnosis_fix(diagnosis, "incident config check");
}

void check_settings(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	drop(settings_free) struct settings settings = { 0 };
	const struct setting_sources sources = { .file = getenv("INCIDENT_CONFIG"), .user = true };
	struct setting_fault fault;
	int r = settings_read(&settings, &sources, &fault);

	if (r < 0) {
		diagnosis_unknown(diagnosis, "no memory");
		return;
	}
	diagnosis_ok(diagnosis, "right, as far as there are any");
	if (r > 0)
		find_fault(diagnosis, &fault);
	config_faults(&settings, find_fault, diagnosis);
	config_faults(&recorder->session->settings, find_fault, diagnosis); /* the environment's */
}
