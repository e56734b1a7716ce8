/* SPDX-License-Identifier: MIT */
/* Does the recorder answer, and is it of this version? How it is started or told to end depends on whose it is. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/client/spawn-limit.h"
#include "cli/client/spawn.h"
#include "cli/doctor/doctor.h"
#include "cli/doctor/writable.h"
#include "include/config.h"
#include "lib/drop.h"

static bool is_of_systemd(const struct recorder *recorder)
{
	return recorder->units.there;
}

static const char *service_of(const struct recorder *recorder)
{
	return recorder->units.unit[UNIT_SERVICE].name;
}

static void find_no_place(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	if (recorder->error == -ENOENT) {
		diagnosis_wrong(diagnosis,
				"there is no place for a private log: neither XDG_STATE_HOME nor "
				"HOME names a directory");
		diagnosis_fix(diagnosis, "export HOME=/home/$USER");
	} else if (recorder->error == -EINVAL) {
		diagnosis_wrong(diagnosis, "no log has the name \"%s\"", recorder->choice.log);
	} else {
		diagnosis_wrong(diagnosis, "there is no place for a private log: %s",
				strerror(-recorder->error));
	}
}

static void find_idle(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *unit = recorder->units.unit[UNIT_SOCKET].name;

	diagnosis_ok(diagnosis, "does not run; %s starts it with the first note",
		     *unit ? unit : "incidentd.socket");
}

/* It keeps its log and its lock in the state. */
static bool is_without_state(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	char at[WRITABLE_PATH];
	int r = writable_check(recorder->choice.state, at);

	if (r == 0)
		return false;
	diagnosis_wrong(diagnosis, "it cannot write to %s: %s", at, strerror(-r));
	writable_fix(diagnosis, recorder->choice.state, at, r);
	return true;
}

/* A private one is started by whoever first needs it, if that may be and it is there. */
static void find_none_private(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *never = getenv("INCIDENT_NO_AUTOSTART");
	char path[SPAWN_PATH];

	if (never && *never && strcmp(never, "0") != 0) {
		diagnosis_wrong(diagnosis, "does not run, and INCIDENT_NO_AUTOSTART is set");
		diagnosis_fix(diagnosis, "unset INCIDENT_NO_AUTOSTART");
	} else if (spawn_find(path)) {
		diagnosis_wrong(diagnosis,
				"does not run, and there is no incidentd beside this program, nor "
				"in $PATH");
		diagnosis_fix(diagnosis, "export INCIDENTD=/path/to/incidentd");
	} else if (spawn_limit()) {
		diagnosis_wrong(diagnosis,
				"does not run, and would keep a limit of this shell (%s)",
				spawn_limit());
	} else if (!is_without_state(recorder, diagnosis)) {
		diagnosis_ok(diagnosis, "does not run; the first note starts it");
	}
}

static void find_nobody(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *path = recorder->choice.path;
	char word[DOCTOR_TYPED];

	if (recorder->choice.owner == SOCKET_USER) {
		find_none_private(recorder, diagnosis);
		return;
	}
	diagnosis_wrong(diagnosis, "nobody listens at %s", path);
	if (recorder->choice.owner == SOCKET_HOST)
		diagnosis_fix(diagnosis, "sudo systemctl enable --now incidentd.socket");
	else if (recorder->choice.owner == SOCKET_LOG)
		diagnosis_fix(diagnosis, "sudo systemctl enable --now incidentd@%s.socket",
			      recorder->choice.log);
	else
		diagnosis_fix(diagnosis, "incidentd --socket %s", doctor_word(path, word));
}

/* The letter of proc(5): T is stopped. */
static char state_of(pid_t pid)
{
	char path[64], line[512] = "";

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	drop(file_close) FILE *file = fopen(path, "re");
	if (!file || !fgets(line, sizeof(line), file))
		return '?';
	const char *end = strrchr(line, ')');
	return end && end[1] == ' ' ? end[2] : '?';
}

static void fix_hung(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	if (recorder->pid && state_of(recorder->pid) == 'T')
		diagnosis_fix(diagnosis, "kill -CONT %d", (int)recorder->pid);
	else if (is_of_systemd(recorder))
		diagnosis_fix(diagnosis, "%s restart %s", units_systemctl(&recorder->units),
			      service_of(recorder));
	else if (recorder->pid)
		diagnosis_fix(diagnosis, "kill -KILL %d", (int)recorder->pid);
}

static void find_hung(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	bool stopped = recorder->pid && state_of(recorder->pid) == 'T';

	diagnosis_wrong(diagnosis, "%s at %s%s",
			recorder->error ? "takes no connection" : "does not answer",
			recorder->choice.path, stopped ? ": it is stopped" : "");
	fix_hung(recorder, diagnosis);
}

static void find_denied(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	char typed[DOCTOR_TYPED];

	if (recorder->choice.owner == SOCKET_USER && is_without_state(recorder, diagnosis))
		return;
	diagnosis_wrong(diagnosis, "you may not use %s", recorder->choice.path);
	diagnosis_fix(diagnosis, "sudo %s", doctor_typed(recorder, "doctor", typed));
}

static void find_failed(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	diagnosis_wrong(diagnosis, "%s: %s", recorder->choice.path, strerror(-recorder->error));
}

static void find_foreign(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	diagnosis_wrong(diagnosis, "what listens at %s is no incidentd", recorder->choice.path);
	if (recorder->pid)
		diagnosis_fix(diagnosis, "ps %d", (int)recorder->pid);
}

static void find_busy(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *reason = json_string_value(
		json_object_get(json_object_get(recorder->refusal, "parameters"), "reason"));
	char word[DOCTOR_TYPED];

	diagnosis_wrong(diagnosis, "lets nobody in: %s", reason ? reason : "it is busy");
	diagnosis_fix(diagnosis, "ss -xp src %s", doctor_word(recorder->choice.path, word));
}

static void find_answers(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	diagnosis_ok(diagnosis, "answers at %s", recorder->choice.path);
}

static void (*const found[])(const struct recorder *recorder, struct diagnosis *diagnosis) = {
	[REACH_NO_PLACE] = find_no_place, [REACH_IDLE] = find_idle,
	[REACH_NOBODY] = find_nobody,     [REACH_DENIED] = find_denied,
	[REACH_FAILED] = find_failed,     [REACH_HUNG] = find_hung,
	[REACH_FOREIGN] = find_foreign,   [REACH_BUSY] = find_busy,
	[REACH_STORAGE] = find_answers,   [REACH_ANSWERS] = find_answers,
};

void check_recorder(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	found[recorder->reach](recorder, diagnosis);
}

void diagnosis_restart(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	if (is_of_systemd(recorder))
		diagnosis_fix(diagnosis, "%s restart %s", units_systemctl(&recorder->units),
			      service_of(recorder));
	else if (recorder->pid)
		diagnosis_fix(diagnosis, "kill %d", (int)recorder->pid);
}

void check_version(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *version = recorder->version;

	if (!version) {
		diagnosis_unknown(diagnosis, "incident %s; incidentd does not say",
				  INCIDENT_VERSION);
		return;
	}
	diagnosis_ok(diagnosis, "incident %s, incidentd %s", INCIDENT_VERSION, version);
	if (strcmp(version, INCIDENT_VERSION) == 0)
		return;
	diagnosis->verdict = VERDICT_WRONG;
	if (strverscmp(version, INCIDENT_VERSION) < 0)
		diagnosis_restart(recorder, diagnosis);
	else
		diagnosis_fix(diagnosis, "type -a incident");
}
