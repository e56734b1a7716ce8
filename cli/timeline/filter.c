/* SPDX-License-Identifier: MIT */
#include "cli/timeline/filter.h"

#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "lib/drop.h"
#include "lib/when.h"

/*
 * One filter for log and exports, applied here and to the effective form, so that every format leaves
 * out the same entries.
 */
static enum kind kind_by_word(const char *word)
{
	enum kind kind = kind_of(word);

	for (size_t i = 0; kind == KIND_COUNT && i < KIND_COUNT; i++)
		if (kinds[i].verb && strcmp(kinds[i].verb, word) == 0)
			kind = (enum kind)i;
	return kind;
}

static int refuse_kind(const struct session *session, const char *word)
{
	say_usage(session, "--kinds: there is no kind \"%s\"", word);
	say_try(session, "incident help kinds");
	return EXIT_USAGE;
}

static int refuse_time(const struct session *session, const char *typed, const char *reason)
{
	say_usage(session, "\"%s\" is no time to begin or end at", typed);
	if (*reason)
		say_reason(session, "%s", reason);
	say_try(session, "incident help time");
	return EXIT_USAGE;
}

int filter_add_kinds(struct session *session, const char *typed, struct filter *filter)
{
	drop(free) char *words = strdup(typed);
	char *rest = NULL;

	for (char *word = words ? strtok_r(words, ", ", &rest) : NULL; word;
	     word = strtok_r(NULL, ", ", &rest)) {
		enum kind kind = kind_by_word(word);

		if (kind == KIND_COUNT)
			return refuse_kind(session, word);
		filter->kind[kind] = filter->some_kinds = true;
	}
	return words ? EXIT_OK : EXIT_FAILED;
}

static int read_time(struct session *session, const char *typed, int64_t near, int64_t *at)
{
	const struct when_context context = { .now = session->now, .near = near };
	char message[WHEN_MESSAGE_SIZE] = "";
	struct when when = { 0 };

	if (!typed)
		return EXIT_OK;
	if (when_parse(typed, &context, &when, message) != 0 || when.unknown)
		return refuse_time(session, typed, message);
	*at = when.at;
	return EXIT_OK;
}

int filter_read(struct session *session, const struct arguments *arguments, int64_t near,
		struct filter *filter)
{
	const char *typed;
	int code = EXIT_OK;

	*filter = (struct filter)FILTER_ALL;
	filter->pinned = argument_option(arguments, "pinned", 0);
	filter->people = argument_option(arguments, "people", 0);
	for (size_t n = 0; code == EXIT_OK && (typed = argument_option(arguments, "kinds", n)); n++)
		code = filter_add_kinds(session, typed, filter);
	if (code == EXIT_OK)
		code = read_time(session, argument_option(arguments, "since", 0), near,
				 &filter->since);
	if (code == EXIT_OK)
		code = read_time(session, session->until, near, &filter->until);
	return code;
}

bool filter_takes(const struct filter *filter, const struct event *event)
{
	int64_t at = event->at == EVENT_NEVER ? event->recorded_at : event->at;

	if ((filter->some_kinds && !filter->kind[event->kind]) ||
	    (filter->pinned && !event->pinned) || (filter->people && event->source))
		return false;
	return (filter->since == EVENT_NEVER || at >= filter->since) &&
	       (filter->until == EVENT_NEVER || at <= filter->until);
}
