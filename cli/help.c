/* SPDX-License-Identifier: MIT */
/* The screen groups the verbs as the table does; a verb's own page lists its options before everybody's. */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/text.h"

#define HELP_WIDTH 80
#define NAMES_AT   18 /* the column of the verbs on the screen */
#define OPTIONS_AT 26 /* the column of what an option means */

static const char *const groups[GROUP_COUNT] = {
	[GROUP_HAPPENED] = "what happened",
	[GROUP_WHO] = "who and what",
	[GROUP_AFTER] = "afterwards",
	[GROUP_RIGHT] = "put right",
	[GROUP_LOOK] = "look",
	[GROUP_HOST] = "data, host",
};

static const char screen_top[] =
	"incident note \"text\" records it, now, on disk. Everything else can wait.\n"
	"\n"
	"  note TEXT   write down anything         -i REF   in that incident\n"
	"  status      where we stand, one screen  --at T   5m, 10:32, ~10:30, unknown\n"
	"  log [-f]    the timeline                undo     take back my last entry\n"
	"\n";

static const char start_end[] =
	"  impact, suspect, rule-out, escalate, mitigate, resolve, cause: what happened\n"
	"  postmortem  the document, afterwards    check    what it still lacks\n"
	"\n"
	"incident help: all verbs.  incident help VERB, incident help TOPIC: one of them\n";

/* "task add" and its like are one word on the screen: `task`. Returns its size; 0: it was there. */
static size_t shown_size(const struct command *command)
{
	const char *name = command_name(command);
	size_t size = strcspn(name, " ");

	if (!name[size] || command == commands)
		return size;
	return strncmp(command_name(command - 1), name, size + 1) == 0 ? 0 : size;
}

/* A name behind those that stand in the line, or under them. */
static void put_name(FILE *out, const char *name, size_t size, size_t *column)
{
	if (*column + 1 + size > HELP_WIDTH) {
		fprintf(out, "\n%*s", NAMES_AT - 1, "");
		*column = NAMES_AT - 1;
	}
	fprintf(out, " %.*s", (int)size, name);
	*column += size + 1;
}

static void put_group(FILE *out, enum command_group group)
{
	size_t column = NAMES_AT - 1;

	fprintf(out, "%-*s", NAMES_AT - 1, groups[group]);
	for (const struct command *row = commands; row->run; row++) {
		size_t size = row->group == group ? shown_size(row) : 0;

		if (size)
			put_name(out, command_name(row), size, &column);
	}
	fputc('\n', out);
}

static void put_topic_names(FILE *out)
{
	size_t column = NAMES_AT - 1;

	fprintf(out, "%-*s", NAMES_AT - 1, "topics");
	for (const struct help_topic *topic = help_topics; topic->name; topic++)
		put_name(out, topic->name, strlen(topic->name), &column);
	fputc('\n', out);
}

static const char text_rule[] =
	"\nTEXT: the words that are left, in quotes or not. Short options go before it; behind\n"
	"its first word a dash is text. `-` alone reads standard input, `--` ends the options.\n";

int help_screen(struct session *session)
{
	FILE *out = session->out.stream;

	fputs(screen_top, out);
	for (size_t group = 0; group < GROUP_COUNT; group++)
		put_group(out, (enum command_group)group);
	put_topic_names(out);
	fputs("\nShort options go before the text.  `incident help VERB`, `incident help TOPIC`\n",
	      out);
	return EXIT_OK;
}

int help_start(struct session *session)
{
	fputs(screen_top, session->out.stream);
	fputs(start_end, session->out.stream);
	return EXIT_OK;
}

static void put_option(const struct screen *screen, const struct option_row *row)
{
	char left[128];
	int size = snprintf(left, sizeof(left), "  %s%c%s--%s%s%s", row->letter ? "-" : "",
			    row->letter ? row->letter : ' ', row->letter ? ", " : "   ", row->name,
			    row->value ? " " : "", row->value ? row->value : "");

	if (!*row->help) {
		fprintf(screen->stream, "%s\n", left);
		return;
	}
	if (size + 2 > OPTIONS_AT)
		fprintf(screen->stream, "%s\n%*s", left, OPTIONS_AT, "");
	else
		fprintf(screen->stream, "%-*s", OPTIONS_AT, left);
	screen_wrap(screen, PAINT_PLAIN, row->help, OPTIONS_AT, OPTIONS_AT);
	fputc('\n', screen->stream);
}

static const char which_text[] =
	"\nWHICH: a handle; last (my last entry); or words that match exactly one entry.\n";

static void put_topics(const struct screen *screen)
{
	fputs("\ntopics\n", screen->stream);
	for (const struct help_topic *topic = help_topics; topic->name; topic++)
		fprintf(screen->stream, "  %-*s%s\n", OPTIONS_AT - 2, topic->name, topic->about);
}

static void put_usage(const struct screen *screen, const struct command *command)
{
	const char *usage = command_usage(command);

	fprintf(screen->stream, "incident %s%s%s\n\n  ", command_name(command), *usage ? " " : "",
		usage);
	screen_wrap(screen, PAINT_PLAIN, command_help(command), 2, 2);
	fputc('\n', screen->stream);
	if (strstr(usage, "WHICH"))
		fputs(which_text, screen->stream);
	if (strstr(usage, "TOPIC"))
		put_topics(screen);
	if (command->text)
		fputs(text_rule, screen->stream);
}

/* Its own, and of everybody's those that are about what it records or looks at. */
static void put_options(const struct screen *screen, const struct command *command)
{
	struct option_list list;
	bool first = true;

	command_options(command, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct option_row *row = &list.rows[i];

		if (i >= list.own &&
		    (row->scope == OPTION_EVERYWHERE || !command_takes(command, row)))
			continue;
		if (first)
			fputs("\noptions\n", screen->stream);
		first = false;
		put_option(screen, row);
	}
	fputs("\nalso: incident help options\n", screen->stream);
}

int help_verb(struct session *session, const struct command *command)
{
	const struct screen *screen = &session->out;

	put_usage(screen, command);
	put_options(screen, command);
	fprintf(screen->stream, "formats (-o): %s\n", command->formats);
	if (command->example)
		fprintf(screen->stream, "\nexample\n  incident %s\n", command->example);
	return EXIT_OK;
}

/* The verbs of two words that begin with this one. */
static int help_family(struct session *session, const char *name)
{
	const struct screen *screen = &session->out;
	size_t size = strlen(name);

	for (const struct command *row = commands; row->run; row++) {
		if (strncmp(command_name(row), name, size) != 0 || command_name(row)[size] != ' ')
			continue;
		fprintf(screen->stream, "incident %s %s\n  ", command_name(row),
			command_usage(row));
		screen_wrap(screen, PAINT_PLAIN, command_help(row), 2, 2);
		fprintf(screen->stream, "\n  incident %s\n\n", row->example);
	}
	fprintf(screen->stream, "incident help %s %s, and so on\n", name,
		command_second(name, NULL));
	return EXIT_OK;
}

void help_options(struct session *session)
{
	fputs("Options of every verb, where they mean something to it:\n\n", session->out.stream);
	for (const struct option_row *row = global_options; row->name; row++)
		put_option(&session->out, row);
	fputs(text_rule, session->out.stream);
}

static int explain_unknown(struct session *session, const char *name)
{
	const char *meant = command_suggest(name);

	say_error(session, "there is no help on \"%s\"", name);
	say_try(session, "incident help%s%s", meant ? " " : "", meant ? meant : "");
	return EXIT_USAGE;
}

int verb_help(struct session *session, const struct command *command,
	      const struct arguments *arguments)
{
	char name[64];

	(void)command;
	if (!arguments->count)
		return help_screen(session);
	if (arguments->count == 1 && help_topic(session, arguments->words[0]) == EXIT_OK)
		return EXIT_OK;
	snprintf(name, sizeof(name), "%s%s%s", arguments->words[0], arguments->count > 1 ? " " : "",
		 arguments->count > 1 ? arguments->words[1] : "");
	const struct command *found = command_find(name);
	if (!found && command_second(name, NULL))
		return help_family(session, name);
	return found ? help_verb(session, found) : explain_unknown(session, name);
}
