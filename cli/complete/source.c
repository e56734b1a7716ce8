/* SPDX-License-Identifier: MIT */
/* What is to be completed is in the tables by which it is read: nothing is listed here that they list. */
#include "cli/complete/source.h"

#include <string.h>

#include "cli/check/check.h"
#include "cli/help.h"
#include "cli/report/document.h"
#include "cli/report/report.h"
#include "cli/report/template.h"
#include "lib/drop.h"
#include "lib/kind.h"

#define ZONES "/usr/share/zoneinfo/zone.tab" /* tzdata: country, place and zone, in columns */

/* The first words: `task` stands for its family. */
static void give_first(struct offer *offer)
{
	const char *before = "";
	size_t before_size = 0;

	for (const struct command *row = commands; row->run; row++) {
		const char *name = command_name(row);
		size_t size = strcspn(name, " ");
		char first[64];

		snprintf(first, sizeof(first), "%.*s", (int)size, name);
		if (size != before_size || strncmp(name, before, size) != 0)
			offer_add(offer, first, command_help(row));
		before = name;
		before_size = size;
	}
}

static void give_second(struct offer *offer, const char *first)
{
	size_t size = strlen(first);

	for (const struct command *row = commands; row->run; row++) {
		const char *name = command_name(row);

		if (strncmp(name, first, size) == 0 && name[size] == ' ')
			offer_add(offer, name + size + 1, command_help(row));
	}
}

static void give_verbs(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	if (slot->first)
		give_second(offer, slot->first);
	else
		give_first(offer);
}

static void give_topics(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	(void)slot;
	for (const struct help_topic *topic = help_topics; topic->name; topic++)
		offer_add(offer, topic->name, topic->about);
}

/* What an entry can say, and be made to say. */
static void give_kinds(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	for (size_t kind = 0; kind < KIND_COUNT; kind++)
		if (!kind_is_correction((enum kind)kind) &&
		    !(kind == KIND_OPENED && slot->command->kind == KIND_AMENDED))
			offer_add(offer, kinds[kind].name, kinds[kind].help);
}

static const char *format_help(const struct slot *slot, const char *name)
{
	const struct report_format *format = report_format_find(name);
	const struct command *command = slot->command;

	return format && strcmp(command_name(command), "export") == 0 ? format->help : NULL;
}

static void give_formats(struct session *session, const struct slot *slot, struct offer *offer)
{
	const char *word = slot->command ? slot->command->formats : "";
	char name[32];

	(void)session;
	for (; *word; word += strcspn(word, " "), word += *word == ' ') {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, " "), word);
		offer_add(offer, name, format_help(slot, name));
	}
}

static void give_levels(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	(void)slot;
	offer_add(offer, "1", "worst");
	offer_add_words(offer, "2 3 4 5", " ");
}

static void give_templates(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	(void)slot;
	for (const struct template *row = templates; row->name; row++)
		offer_add(offer, row->name, row->help);
}

static void give_diagrams(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	(void)slot;
	for (const struct diagram *diagram = diagrams; diagram->name; diagram++)
		offer_add(offer, diagram->name, NULL);
}

static void give_findings(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	(void)slot;
	for (const struct rule *rule = rules; rule->name; rule++)
		offer_add(offer, rule->name, rule->message);
}

static void give_zones(struct session *session, const struct slot *slot, struct offer *offer)
{
	drop(file_close) FILE *file = fopen(ZONES, "re");
	char line[512], zone[64];

	(void)session;
	(void)slot;
	offer_add(offer, "UTC", NULL);
	while (file && fgets(line, sizeof(line), file))
		if (*line != '#' && sscanf(line, "%*s %*s %63s", zone) == 1)
			offer_add(offer, zone, NULL);
}

static void give_files(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	(void)slot;
	offer_add_files(offer);
}

static void give_last(struct session *session, const struct slot *slot, struct offer *offer)
{
	int kind = slot->command->kind;

	(void)session;
	if (kind != KIND_TASK_DONE && kind != KIND_TASK_DROPPED)
		offer_add(offer, "last", "my last entry");
}

static const struct {
	const char *name;
	bool live;
	void (*give)(struct session *session, const struct slot *slot, struct offer *offer);
} sources[] = {
	{ "VERB", false, give_verbs },       { "TOPIC", false, give_topics },
	{ "KIND", false, give_kinds },       { "FORMAT", false, give_formats },
	{ "LEVEL", false, give_levels },     { "TEMPLATE", false, give_templates },
	{ "DIAGRAM", false, give_diagrams }, { "FINDING", false, give_findings },
	{ "ZONE", false, give_zones },       { "FILE", false, give_files },
	{ "PATH", false, give_files },       { "WHICH", true, source_entries },
	{ "WHICH", false, give_last },       { "REF", true, source_incidents },
	{ "LOG", false, source_logs },       { "HOST", false, source_hosts },
};

#define SOURCE_COUNT (sizeof(sources) / sizeof(sources[0]))

/* "auto|always|never": the words themselves, which are small; what has a source is in capitals. */
static bool is_words(const struct slot *slot)
{
	return *slot->value >= 'a' && *slot->value <= 'z';
}

/* "REF or WHICH": is it one of them? */
static bool is_named(const struct slot *slot, const char *name)
{
	size_t size = strlen(name);
	const char *at = slot->value;

	while (at) {
		if (strncmp(at, name, size) == 0 && (!at[size] || at[size] == ' '))
			return true;
		at = strstr(at, " or ");
		at = at ? at + strlen(" or ") : NULL;
	}
	return false;
}

bool source_is_known(const struct slot *slot)
{
	for (size_t i = 0; i < SOURCE_COUNT; i++)
		if (is_named(slot, sources[i].name))
			return true;
	return is_words(slot);
}

bool source_is_live(const struct slot *slot)
{
	for (size_t i = 0; i < SOURCE_COUNT; i++)
		if (sources[i].live && is_named(slot, sources[i].name))
			return true;
	return false;
}

void source_give(struct session *session, const struct slot *slot, struct offer *offer, bool live)
{
	if (is_words(slot) && !live)
		offer_add_words(offer, slot->value, "|");
	for (size_t i = 0; i < SOURCE_COUNT; i++)
		if (sources[i].live == live && is_named(slot, sources[i].name))
			sources[i].give(session, slot, offer);
}

void source_give_options(const struct slot *slot, const struct option_list *known,
			 struct offer *offer, bool all)
{
	for (size_t i = 0; i < known->count; i++) {
		const struct option_row *row = &known->rows[i];
		bool own = i < known->own || row->scope != OPTION_EVERYWHERE;
		char name[64];

		if ((!own && !all) ||
		    (i >= known->own && slot->command && !command_takes(slot->command, row)))
			continue;
		snprintf(name, sizeof(name), "--%s", row->name);
		offer_add(offer, name, row->help);
	}
}
