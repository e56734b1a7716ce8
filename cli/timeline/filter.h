/* SPDX-License-Identifier: MIT */
#pragma once

/* Which entries a view or an export is about: --kinds, --since, --until, --pinned, --people. */
#include "cli/command.h"
#include "lib/event.h"

struct filter {
	bool kind[KIND_COUNT], some_kinds; /* all, unless some_kinds */
	int64_t since, until;              /* or EVENT_NEVER */
	bool pinned, people;
};

/* Takes everything. */
#define FILTER_ALL                                         \
	{                                                  \
		.since = EVENT_NEVER, .until = EVENT_NEVER \
	}

/* From the options of a verb; a bare clock time is the one nearest to `near` (0: the latest). An exit code; not OK: the error was printed. */
int filter_read(struct session *session, const struct arguments *arguments, int64_t near,
		struct filter *filter);

/* Take these kinds, too: names or verbs, separated by commas. An exit code, as above. */
int filter_add_kinds(struct session *session, const char *typed, struct filter *filter);

/* Does it take this event? One of unknown time counts from when it was recorded. */
bool filter_takes(const struct filter *filter, const struct event *event);
