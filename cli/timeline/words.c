/* SPDX-License-Identifier: MIT */
#include "cli/timeline/words.h"

#include <inttypes.h>
#include <string.h>

/*
 * Who, how much: the words that more than one kind uses. A login is said beside a name, never in its place.
 */
void words_share(struct buffer *out, int64_t share)
{
	char digits[32];
	size_t size = (size_t)snprintf(digits, sizeof(digits), "%" PRId64 ".%04" PRId64,
				       share / 10000, share % 10000);

	while (digits[size - 1] == '0')
		digits[--size] = '\0';
	if (digits[size - 1] == '.')
		digits[--size] = '\0';
	buffer_printf(out, "%s%%", digits);
}

static void put_name(struct buffer *out, const char *name, int64_t uid)
{
	if (name)
		buffer_add_text(out, name);
	else
		buffer_printf(out, "uid %" PRId64, uid);
}

static void put_recorder(struct buffer *out, const struct author *author)
{
	put_name(out, author->name, author->uid);
	if (author->login == EVENT_NOBODY || author->login == author->uid)
		return;
	buffer_add_text(out, " (login ");
	put_name(out, author->login_name, author->login);
	buffer_add_text(out, ")");
}

void words_person(struct buffer *out, const struct event *event)
{
	if (event->actor)
		buffer_add_text(out, event->actor);
	else
		put_recorder(out, &event->author);
}

void words_author(struct buffer *out, const struct event *event)
{
	const char *name = event->author.name;

	if (event->source) {
		buffer_add_text(out, event->source);
	} else if (event->actor && !(name && strcmp(event->actor, name) == 0)) {
		buffer_printf(out, "%s (by ", event->actor);
		put_recorder(out, &event->author);
		buffer_add_text(out, ")");
	} else {
		put_recorder(out, &event->author);
	}
}

const char *words_label(const struct entry *entry)
{
	return kinds[entry->suspicion ? KIND_HYPOTHESIS : entry->event.kind].label;
}
