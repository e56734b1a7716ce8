/* SPDX-License-Identifier: MIT */
/* A host that nobody speaks to again, or whose name was a slip, would keep its entries here for good. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/client/host.h"
#include "cli/client/outbox.h"
#include "cli/say.h"
#include "lib/drop.h"

static void directory_closep(DIR **directory)
{
	if (*directory)
		closedir(*directory);
}

void outbox_each(void (*on_one)(void *owner, const char *path, const char *typed), void *owner)
{
	drop(free) char *outboxes = host_outboxes();
	drop(directory_close) DIR *directory = outboxes ? opendir(outboxes) : NULL;
	const struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		drop(free) char *typed = entry->d_name[0] == '.' ? NULL : host_typed(entry->d_name);
		drop(free) char *path = NULL;

		if (asprintf(&path, "%s/%s", outboxes, entry->d_name) < 0)
			path = NULL;
		if (typed && path)
			on_one(owner, path, typed);
	}
}

static void name_one(void *owner, const char *path, const char *typed)
{
	size_t count = outbox_count(path);

	if (count)
		say_warning(owner, "%zu kept here for another host; to deliver: incident %s list",
			    count, typed);
}

void outbox_notice(struct session *session)
{
	if (!session->quiet && !session->host)
		outbox_each(name_one, session);
}
