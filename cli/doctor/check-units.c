/* SPDX-License-Identifier: MIT */
/* The socket has to be there after the next boot, too; the service comes when it is needed, unless it failed. */
#include <stdio.h>
#include <string.h>

#include "cli/doctor/doctor.h"

static bool is(const char *text, const char *word)
{
	return strcmp(text, word) == 0;
}

static bool is_missing(const struct units *units, enum unit unit)
{
	return !is(units->unit[unit].load, "loaded");
}

/* Is it there now, and after the next boot? */
static bool is_kept(const struct units *units, enum unit unit)
{
	const char *enabled = units->unit[unit].enabled;

	return is(units->unit[unit].active, "active") &&
	       (is(enabled, "enabled") || is(enabled, "static") || is(enabled, "enabled-runtime") ||
		is(enabled, "indirect"));
}

static void say_all(const struct units *units, struct diagnosis *diagnosis)
{
	char text[512] = "";
	size_t used = 0;

	for (int i = 0; i < units_count(units) && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s %s%s%s",
					 i ? "; " : "", units->unit[i].name, units->unit[i].active,
					 i == UNIT_SERVICE ? "" : ", ",
					 i == UNIT_SERVICE ? "" : units->unit[i].enabled);
	diagnosis_ok(diagnosis, "%s", text);
}

static void find_missing(const struct units *units, enum unit unit, struct diagnosis *diagnosis)
{
	diagnosis_wrong(diagnosis, "systemd knows no %s", units->unit[unit].name);
	diagnosis_fix(diagnosis, "sudo apt install --reinstall incidentd");
}

static void find_states(const struct units *units, struct diagnosis *diagnosis)
{
	say_all(units, diagnosis);
	if (is(units->unit[UNIT_SERVICE].active, "failed")) {
		diagnosis->verdict = VERDICT_WRONG;
		diagnosis_fix(diagnosis, "%s -u %s", units_journalctl(units),
			      units->unit[UNIT_SERVICE].name);
		return;
	}
	for (int unit = UNIT_SOCKET; unit < units_count(units); unit++) {
		if (unit == UNIT_SERVICE || is_kept(units, (enum unit)unit))
			continue;
		diagnosis->verdict = VERDICT_WRONG;
		diagnosis_fix(diagnosis, "%s enable --now %s", units_systemctl(units),
			      units->unit[unit].name);
		return;
	}
}

void check_units(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const struct units *units = &recorder->units;

	diagnosis->verdict = VERDICT_NONE;
	if (!units->there)
		return;
	if (units->silent) {
		diagnosis_wrong(diagnosis, "systemctl does not answer in %d s", UNITS_WAIT / 1000);
		diagnosis_fix(diagnosis, "systemctl is-system-running");
		return;
	}
	for (int unit = UNIT_SOCKET; unit < units_count(units); unit++) {
		if (is_missing(units, (enum unit)unit)) {
			find_missing(units, (enum unit)unit, diagnosis);
			return;
		}
	}
	find_states(units, diagnosis);
}
