/* SPDX-License-Identifier: MIT */
/* Notes that nobody has taken in yet, and files that nobody ever will. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/doctor/doctor.h"
#include "cli/doctor/waiting.h"
#include "cli/doctor/writable.h"
#include "lib/stamp.h"

#define TAKEN_WITHIN \
	(15 * STAMP_SECOND) /* by a recorder that runs; one that could not tries again after 5 s */

static const char *files(size_t count)
{
	return count == 1 ? "file" : "files";
}

/* "2 files set aside in /var/spool/incidentd: NAME (it holds no drafts), …" */
static void find_aside(const char *directory, const struct waiting *waiting,
		       struct diagnosis *diagnosis)
{
	char list[600] = "", reason[WAITING_REASON], word[DOCTOR_TYPED];
	size_t used = 0;

	for (size_t i = 0; i < waiting->aside && i < WAITING_NAMED; i++) {
		waiting_reason(directory, waiting->named[i], reason);
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%.60s (%s)",
					 i ? ", " : "", waiting->named[i],
					 *reason ? reason : "the recorder's log says why");
		used = used < sizeof(list) ? used : sizeof(list) - 1;
	}
	diagnosis_wrong(diagnosis, "%zu %s set aside in %s: %s%s", waiting->aside,
			files(waiting->aside), directory, list,
			waiting->aside > WAITING_NAMED ? " and others" : "");
	diagnosis_fix(diagnosis, "cd %s, look at %s, record what it says, then rm it",
		      doctor_word(directory, word),
		      doctor_word(waiting->named[0], (char[DOCTOR_TYPED]){ "" }));
}

static void find_waiting(const struct recorder *recorder, const struct waiting *waiting,
			 struct diagnosis *diagnosis)
{
	bool runs = recorder->reach == REACH_ANSWERS;
	bool late = stamp_now() - waiting->oldest > TAKEN_WITHIN;
	char word[DOCTOR_TYPED];

	diagnosis_ok(diagnosis, "%zu %s in %s, being taken in", waiting->files,
		     files(waiting->files), recorder->choice.spool);
	if (runs && !late)
		return;
	diagnosis_wrong(diagnosis, "%zu %s in %s %s for the recorder%s", waiting->files,
			files(waiting->files), recorder->choice.spool,
			waiting->files == 1 ? "waits" : "wait", runs ? ", which runs" : "");
	if (recorder->units.there && runs)
		diagnosis_fix(diagnosis, "%s -u %s", units_journalctl(&recorder->units),
			      recorder->units.unit[UNIT_SERVICE].name);
	else if (recorder->units.there)
		diagnosis_fix(diagnosis, "%s start %s", units_systemctl(&recorder->units),
			      recorder->units.unit[UNIT_SERVICE].name);
	else
		diagnosis_fix(diagnosis, "ls -l %s", doctor_word(recorder->choice.spool, word));
}

/* It may not be looked at, or this run does not know where it is: the recorder's word. */
static void find_counts(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	int64_t waiting = recorder_number(recorder, "spool.waiting", -1);
	int64_t aside = recorder_number(recorder, "spool.set_aside", 0);
	const char *directory = recorder_text(recorder, "spool.directory");
	char word[DOCTOR_TYPED];

	if (waiting < 0) {
		diagnosis_unknown(diagnosis, "the recorder does not say");
		if (recorder->status)
			diagnosis->verdict = VERDICT_NONE;
		return;
	}
	diagnosis_ok(diagnosis, "%" PRId64 " waiting, %" PRId64 " set aside%s%s", waiting, aside,
		     directory ? " in " : "", directory ? directory : "");
	if (!aside)
		return;
	diagnosis->verdict = VERDICT_WRONG;
	diagnosis_fix(diagnosis, "ls -l %s", directory ? doctor_word(directory, word) : "");
}

/* A private one is made when it is needed. */
static void find_missing(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	diagnosis_ok(diagnosis, "empty: there is no %s yet", recorder->choice.spool);
	if (recorder->choice.owner != SOCKET_LOG)
		return;
	diagnosis_wrong(diagnosis, "there is no %s", recorder->choice.spool);
	diagnosis_fix(diagnosis, "sudo systemctl restart incidentd@%s.socket",
		      recorder->choice.log);
}

/* Whoever may not even look into one of the host is in another group: that is a line of its own. */
static bool may_write(const struct recorder *recorder, int looked)
{
	bool shared = recorder->choice.owner == SOCKET_HOST || recorder->choice.owner == SOCKET_LOG;

	return (shared && looked < 0) || access(recorder->choice.spool, W_OK | X_OK) == 0;
}

static void find_unwritable(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *spool = recorder->choice.spool;
	char at[WRITABLE_PATH], word[DOCTOR_TYPED];

	diagnosis_wrong(diagnosis, "%s may not be written to", spool);
	if (recorder->choice.owner == SOCKET_HOST)
		diagnosis_fix(diagnosis, "sudo systemd-tmpfiles --create incidentd.conf");
	else if (recorder->choice.owner == SOCKET_LOG)
		diagnosis_fix(diagnosis, "sudo systemctl restart incidentd@%s.socket",
			      recorder->choice.log);
	else if (recorder->choice.owner == SOCKET_USER)
		writable_fix(diagnosis, spool, at, writable_check(spool, at));
	else
		diagnosis_fix(diagnosis, "namei -l %s", doctor_word(spool, word));
}

void check_spool(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *directory = recorder->place ? NULL : recorder->choice.spool;
	struct waiting waiting;
	int r = directory ? waiting_read(&waiting, directory) : -EACCES;

	if (r == -ENOENT)
		find_missing(recorder, diagnosis);
	else if (directory && !may_write(recorder, r))
		find_unwritable(recorder, diagnosis);
	else if (r)
		find_counts(recorder, diagnosis);
	else if (waiting.aside)
		find_aside(directory, &waiting, diagnosis);
	else if (waiting.files)
		find_waiting(recorder, &waiting, diagnosis);
	else
		diagnosis_ok(diagnosis, "empty: %s", directory);
}
