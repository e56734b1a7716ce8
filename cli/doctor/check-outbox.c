/* SPDX-License-Identifier: MIT */
/* What is kept for other hosts: nobody takes it in but the next call that reaches them. */
#include <stdio.h>

#include "cli/client/outbox.h"
#include "cli/doctor/doctor.h"
#include "cli/doctor/waiting.h"

struct kept {
	size_t files, aside;
	char typed[DOCTOR_TYPED], path[DOCTOR_TYPED]; /* of one that holds something */
};

static void count(void *owner, const char *path, const char *typed)
{
	struct kept *kept = owner;
	struct waiting waiting;

	if (waiting_read(&waiting, path))
		return;
	kept->files += waiting.files;
	kept->aside += waiting.aside;
	if (waiting.files)
		snprintf(kept->typed, sizeof(kept->typed), "%s", typed);
	if (waiting.aside)
		snprintf(kept->path, sizeof(kept->path), "%s", path);
}

void check_outbox(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	struct kept kept = { .files = 0 };
	char word[DOCTOR_TYPED];

	(void)recorder;
	outbox_each(count, &kept);
	if (kept.aside) {
		diagnosis_wrong(diagnosis, "%zu kept for another host set aside, %zu waiting",
				kept.aside, kept.files);
		diagnosis_fix(diagnosis, "ls -l %s", doctor_word(kept.path, word));
	} else if (kept.files) {
		diagnosis_wrong(diagnosis, "%zu kept for another host", kept.files);
		diagnosis_fix(diagnosis, "incident %s list", kept.typed);
	} else {
		diagnosis->verdict = VERDICT_NONE;
	}
}
