/* SPDX-License-Identifier: MIT */
/* What is kept for other hosts: nobody takes it in but the next call that reaches them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/host.h"
#include "cli/client/outbox.h"
#include "cli/doctor/doctor.h"
#include "cli/doctor/waiting.h"
#include "lib/drop.h"

struct kept {
	size_t files, aside;
	char list[800]; /* "ops1 (--host ops1): 2 waiting, 1 set aside; …" */
	char typed[DOCTOR_TYPED], path[DOCTOR_TYPED]; /* of one that something waits for */
	char aside_path[DOCTOR_TYPED];
};

static void name_one(struct kept *kept, const char *directory, const char *typed,
		     const struct waiting *waiting)
{
	size_t used = strlen(kept->list);

	snprintf(kept->list + used, sizeof(kept->list) - used,
		 "%s%s (%s): %zu waiting, %zu set aside", used ? "; " : "", directory, typed,
		 waiting->files, waiting->aside);
}

static void count(void *owner, const char *path, const char *typed)
{
	struct kept *kept = owner;
	struct waiting waiting;

	if (waiting_read(&waiting, path) || !(waiting.files || waiting.aside))
		return;
	name_one(kept, strrchr(path, '/') + 1, typed, &waiting);
	kept->files += waiting.files;
	kept->aside += waiting.aside;
	if (waiting.files) {
		snprintf(kept->typed, sizeof(kept->typed), "%s", typed);
		snprintf(kept->path, sizeof(kept->path), "%s", path);
	}
	if (waiting.aside)
		snprintf(kept->aside_path, sizeof(kept->aside_path), "%s", path);
}

void check_outbox(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	drop(free) char *outboxes = host_outboxes();
	struct kept kept = { .files = 0 };
	char word[DOCTOR_TYPED];

	(void)recorder;
	outbox_each(count, &kept);
	if (!kept.files && !kept.aside) {
		diagnosis->verdict = VERDICT_NONE;
		return;
	}
	diagnosis_wrong(diagnosis, "%zu kept for other hosts in %s: %s", kept.files + kept.aside,
			outboxes ? outboxes : "", kept.list);
	if (kept.aside)
		diagnosis_fix(diagnosis, "ls -l %s", doctor_word(kept.aside_path, word));
	else
		diagnosis_fix(diagnosis, "incident %s list; if there is no such host: rm -r %s",
			      kept.typed, doctor_word(kept.path, word));
}
