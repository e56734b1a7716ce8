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

/* What is to be typed of some outboxes: of one its own command, of several one that says HOST. */
struct named {
	size_t count, files;
	char typed[DOCTOR_TYPED], path[DOCTOR_TYPED]; /* of the last one */
};

struct kept {
	struct named waiting, aside;
	char list[800]; /* "ops1 (--host ops1): 2 waiting, 1 set aside; …" */
};

static void list_one(struct kept *kept, const char *directory, const char *typed,
		     const struct waiting *waiting)
{
	size_t used = strlen(kept->list);

	snprintf(kept->list + used, sizeof(kept->list) - used,
		 "%s%s (%s): %zu waiting, %zu set aside", used ? "; " : "", directory, typed,
		 waiting->files, waiting->aside);
}

static void name_one(struct named *named, const char *path, const char *typed, size_t files)
{
	if (!files)
		return;
	named->count++;
	named->files += files;
	snprintf(named->typed, sizeof(named->typed), "%s", typed);
	snprintf(named->path, sizeof(named->path), "%s", path);
}

static void count(void *owner, const char *path, const char *typed)
{
	struct kept *kept = owner;
	struct waiting waiting;

	if (waiting_read(&waiting, path) || !(waiting.files || waiting.aside))
		return;
	list_one(kept, strrchr(path, '/') + 1, typed, &waiting);
	name_one(&kept->waiting, path, typed, waiting.files);
	name_one(&kept->aside, path, typed, waiting.aside);
}

static void generalise(struct named *named, const char *outboxes, const char *name)
{
	if (named->count < 2)
		return;
	snprintf(named->typed, sizeof(named->typed), "--host HOST");
	snprintf(named->path, sizeof(named->path), "%s/%s", outboxes, name);
}

static void fix(struct kept *kept, const char *outboxes, struct diagnosis *diagnosis)
{
	char waiting[DOCTOR_TYPED], aside[DOCTOR_TYPED];

	generalise(&kept->waiting, outboxes, "HOST");
	generalise(&kept->aside, outboxes, "");
	if (kept->waiting.files)
		diagnosis_fix(diagnosis, "incident %s list; if there is no such host: rm -r %s%s%s",
			      kept->waiting.typed, doctor_word(kept->waiting.path, waiting),
			      kept->aside.files ? "; ls -lR " : "",
			      kept->aside.files ? doctor_word(kept->aside.path, aside) : "");
	else
		diagnosis_fix(diagnosis, "ls -lR %s", doctor_word(kept->aside.path, aside));
}

void check_outbox(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	drop(free) char *outboxes = host_outboxes();
	struct kept kept = { .list = "" };

	(void)recorder;
	outbox_each(count, &kept);
	if (!*kept.list || !outboxes) {
		diagnosis->verdict = VERDICT_NONE;
		return;
	}
	diagnosis_wrong(diagnosis, "%zu kept for other hosts in %s: %s",
			kept.waiting.files + kept.aside.files, outboxes, kept.list);
	fix(&kept, outboxes, diagnosis);
}
