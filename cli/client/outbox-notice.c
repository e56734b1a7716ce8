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

static void name_one(const struct session *session, const char *outboxes, const char *name)
{
	drop(free) char *typed = name[0] == '.' ? NULL : host_typed(name);
	drop(free) char *path = NULL;

	if (!typed || asprintf(&path, "%s/%s", outboxes, name) < 0)
		return;
	size_t count = outbox_count(path);
	if (count)
		say_warning(session, "%zu kept here for another host; to deliver: incident %s list",
			    count, typed);
}

void outbox_notice(const struct session *session)
{
	drop(free) char *outboxes = host_outboxes();
	drop(directory_close) DIR *directory = outboxes ? opendir(outboxes) : NULL;
	const struct dirent *entry;

	if (session->quiet || session->host)
		return;
	while (directory && (entry = readdir(directory)))
		name_one(session, outboxes, entry->d_name);
}
