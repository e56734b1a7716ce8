/* SPDX-License-Identifier: MIT */
#include "cli/report/sentence.h"

#include <string.h>

#include "cli/timeline/words.h"
#include "lib/text.h"

/*
 * The kind as the beginning of a sentence, then the text, then who did it where that is of interest: always
 * if it was not who recorded it.
 */
static const struct {
	const char *before; /* NULL: the text alone */
	bool who;
} forms[KIND_COUNT] = {
	[KIND_OPENED] = { "Incident opened: ", false },
	[KIND_ACKNOWLEDGED] = { "Acknowledged", true },
	[KIND_IMPACT] = { "Impact: ", false },
	[KIND_HYPOTHESIS] = { "Assumption: ", false },
	[KIND_CONFIRMED] = { "Confirmed: ", true },
	[KIND_RULED_OUT] = { "Ruled out: ", true },
	[KIND_FINDING] = { "Found: ", true },
	[KIND_CHANGE] = { "Change: ", false },
	[KIND_ACTION] = { "Action: ", true },
	[KIND_ROLE] = { "Role: ", false },
	[KIND_SEVERITY] = { "Severity: ", false },
	[KIND_ESCALATED] = { "Escalated ", false },
	[KIND_MITIGATED] = { "Mitigated", true },
	[KIND_RESOLVED] = { "Resolved", true },
	[KIND_CAUSE] = { "Cause: ", false },
	[KIND_CLOSED] = { "Closed", false },
	[KIND_REOPENED] = { "Reopened", false },
};

static const char *text_of(const struct entry *entry)
{
	if (entry->event.expunged)
		return "(expunged)";
	return entry->event.text ? entry->event.text : "";
}

/* Does it end in a full stop or the like, maybe in quotes? */
static bool is_ended(const struct buffer *words)
{
	size_t size = words->size;

	if (size > 1 && words->data[size - 1] == '"')
		size--;
	return size && strchr(".!?`", words->data[size - 1]);
}

static void add_who(struct buffer *out, const struct entry *entry)
{
	buffer_add_text(out, " (");
	words_person(out, &entry->event);
	buffer_add_text(out, ")");
}

/* "Misleading path, 20 min lost since 10:10: network. No loss on any link" */
static void add_dead_end(struct buffer *out, const struct entry *ruling)
{
	const struct entry *suspicion = ruling->target;
	char cost[WHEN_TEXT_SIZE], since[WHEN_TEXT_SIZE];
	int64_t lost;

	buffer_add_text(out, "Misleading path, ");
	if (entry_lost(suspicion, &lost) == 0)
		buffer_printf(out, "%s lost since %s: ", words_lasted(lost, cost),
			      words_near(suspicion->event.at, ruling->event.at, since));
	else
		buffer_add_text(out, "time lost not recorded: ");
	buffer_add_text(out, text_of(suspicion));
	if (*text_of(ruling))
		buffer_printf(out, "%s Ruled out: %s", is_ended(out) ? "" : ".", text_of(ruling));
	add_who(out, ruling);
}

static void add_detected(struct buffer *out, const struct entry *entry)
{
	const char *by = event_text(&entry->event, "by");

	buffer_printf(out, "Detected%s%s: %s", by ? " by " : "", by ? by : "", text_of(entry));
}

static void add_update(struct buffer *out, const struct entry *entry)
{
	const char *to = event_text(&entry->event, "to");

	buffer_printf(out, "Told %s: \"%s\"", to ? to : "others", text_of(entry));
}

static void add_plain(struct buffer *out, const struct entry *entry)
{
	enum kind kind = entry->suspicion ? KIND_HYPOTHESIS : entry->event.kind;
	drop(buffer_free) struct buffer words = { 0 };
	const char *before = forms[kind].before ? forms[kind].before : "";
	size_t size = strlen(before);

	words_entry(&words, entry);
	buffer_add_text(out, before);
	if (size && before[size - 1] != ' ' && words.size)
		buffer_add_text(out, ": ");
	buffer_add_text(out, words.data ? words.data : "");
	if (forms[kind].who && !entry->event.actor)
		add_who(out, entry);
}

void sentence_add(struct buffer *out, const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };
	bool ruling = entry->event.kind == KIND_RULED_OUT && entry->target &&
		      entry->target->ended_by == entry && !entry->event.expunged;

	if (ruling)
		add_dead_end(&words, entry);
	else if (entry->event.kind == KIND_DETECTED && !entry->suspicion)
		add_detected(&words, entry);
	else if (entry->event.kind == KIND_UPDATE && !entry->suspicion)
		add_update(&words, entry);
	else
		add_plain(&words, entry);
	if (entry->event.actor && !ruling)
		add_who(&words, entry);
	if (words.size && !is_ended(&words))
		buffer_add_text(&words, ".");
	buffer_add_text(out, words.data ? words.data : "");
}

/* Where the next sentence begins, or the end. A full stop inside a name or a number ends none. */
static size_t sentence_size(const char *words)
{
	size_t size = 0;

	while (words[size]) {
		char byte = words[size++];

		if (byte == '\n' || (strchr(".!?", byte) && (words[size] == ' ' || !words[size])))
			break;
	}
	return size;
}

size_t sentence_short(const char *words)
{
	size_t size = 0, next;

	for (int sentences = 0; sentences < 2 && words[size]; sentences++) {
		next = size + sentence_size(words + size);
		if (next > SENTENCE_MOST && size)
			break;
		size = next;
	}
	/* A few words more are not worth an appendix. */
	if (strlen(words) <= SENTENCE_MOST / 2)
		return strlen(words);
	return size <= SENTENCE_MOST ? size : text_cut_bytes(words, size, SENTENCE_MOST);
}

void sentence_cut(struct buffer *words)
{
	size_t size = words->data ? sentence_short(words->data) : 0;
	bool ended;

	if (size >= words->size)
		return;
	words->size = size;
	words->data[size] = '\0';
	ended = strchr(".!?\n", words->data[size - 1]);
	while (!ended && words->size > 1 && words->data[words->size - 1] != ' ')
		words->data[--words->size] = '\0';
	buffer_add_text(words, ended ? "" : "…");
}
