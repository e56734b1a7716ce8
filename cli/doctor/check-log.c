/* SPDX-License-Identifier: MIT */
/* The database, and the chain in it. Of a host's log the chain is walked every week; two of them missed is too many. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/doctor/doctor.h"
#include "lib/stamp.h"
#include "lib/when.h"

#define VERIFY_MOST (15 * STAMP_DAY)

/* Why there is nothing to be said of the log. */
static void find_nothing(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *error = json_string_value(json_object_get(recorder->refusal, "error"));

	if (error && strrchr(error, '.'))
		diagnosis_unknown(diagnosis, "the recorder says %s", strrchr(error, '.') + 1);
	else
		diagnosis_unknown(diagnosis, "the recorder does not say");
}

static bool is_refused(const struct recorder *recorder, const char *name)
{
	const char *error = json_string_value(json_object_get(recorder->refusal, "error"));
	const char *dot = error ? strrchr(error, '.') : NULL;

	return dot && strcmp(dot + 1, name) == 0;
}

static void fix_storage(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	if (recorder->units.there)
		diagnosis_fix(diagnosis, "%s -u %s", units_journalctl(&recorder->units),
			      recorder->units.unit[UNIT_SERVICE].name);
	else
		diagnosis_fix(diagnosis, "dmesg | tail");
}

static void describe(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *state = recorder_text(recorder, "state");
	char size[DOCTOR_SIZE];

	diagnosis_ok(diagnosis, "%" PRId64 " events, %s%s%s",
		     recorder_number(recorder, "events", 0),
		     doctor_size(recorder_number(recorder, "database_bytes", 0), size),
		     state ? " in " : "", state ? state : "");
}

/* What it holds is nowhere else. */
static void find_damaged(const struct recorder *recorder, int64_t damaged,
			 struct diagnosis *diagnosis)
{
	const char *state = recorder_text(recorder, "state");
	char word[DOCTOR_TYPED];

	diagnosis_wrong(diagnosis,
			"%" PRId64 " that %s damaged %s set aside as %s/incident.db.damaged-*",
			damaged, damaged == 1 ? "was" : "were", damaged == 1 ? "stands" : "stand",
			state ? state : "");
	diagnosis_fix(diagnosis, "incidentd --salvage FILE for each, then move it away from %s",
		      state ? doctor_word(state, word) : "there");
}

void check_database(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *degraded = recorder_text(recorder, "degraded");
	int64_t damaged = recorder_number(recorder, "damaged", 0);

	if (recorder->reach == REACH_STORAGE) {
		diagnosis_wrong(diagnosis, "its storage does not answer in %d s: the disk hangs",
				CLIENT_ANSWER / 1000);
		fix_storage(recorder, diagnosis);
	} else if (is_refused(recorder, "StorageFailed") || is_refused(recorder, "StorageFull")) {
		find_nothing(recorder, diagnosis);
		diagnosis->verdict = VERDICT_WRONG;
		fix_storage(recorder, diagnosis);
	} else if (is_refused(recorder, "LogReplaced")) {
		diagnosis_wrong(diagnosis, "its files were removed or replaced while it ran: "
					   "what is recorded there now is lost");
		diagnosis_restart(recorder, diagnosis);
	} else if (degraded) {
		diagnosis_wrong(diagnosis, "%s, and nothing was committed since", degraded);
		fix_storage(recorder, diagnosis);
	} else if (!recorder->status) {
		find_nothing(recorder, diagnosis);
	} else if (damaged) {
		find_damaged(recorder, damaged, diagnosis);
	} else {
		describe(recorder, diagnosis);
	}
}

/* The head, as much of it as is compared by eye; there is none in a log that was just begun, or restored. */
static void describe_head(const struct recorder *recorder, char text[256])
{
	const char *origin = recorder_text(recorder, "origin"),
		   *head = recorder_text(recorder, "head");
	int64_t seq = recorder_number(recorder, "seq", recorder_number(recorder, "events", 0));

	if (seq)
		snprintf(text, 256, "seq %" PRId64 " of %s, hash %.16s", seq, origin ? origin : "?",
			 head ? head : "?");
	else
		snprintf(text, 256, "no event of %s yet", origin ? origin : "?");
}

static void find_verified(const struct recorder *recorder, const char *head,
			  struct diagnosis *diagnosis)
{
	int64_t findings = recorder_number(recorder, "verified.findings", 0), at = 0;
	const char *text = recorder_text(recorder, "verified.at");
	char typed[DOCTOR_TYPED], when[WHEN_TEXT_SIZE];

	if (!text || stamp_parse(text, &at)) {
		diagnosis_ok(diagnosis, "%s; not verified yet", head);
		return;
	}
	when_format(at, WHEN_MINUTES, when);
	diagnosis_ok(diagnosis, "%s; verified %s", head, when);
	if (findings)
		diagnosis_wrong(diagnosis, "%" PRId64 " %s when it was verified, %s", findings,
				findings == 1 ? "event did not fit" : "events did not fit", when);
	else if (recorder_is_shared(recorder) && stamp_now() - at > VERIFY_MOST)
		diagnosis->verdict = VERDICT_WRONG;
	if (diagnosis->verdict == VERDICT_WRONG)
		diagnosis_fix(diagnosis, "%s", doctor_typed(recorder, "verify", typed));
}

void check_chain(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	char head[256];

	if (!recorder->status) {
		find_nothing(recorder, diagnosis);
		return;
	}
	describe_head(recorder, head);
	find_verified(recorder, head, diagnosis);
}
