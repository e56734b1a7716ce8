/* SPDX-License-Identifier: MIT */
/*
 * What is typed and not looked at is worse than refused. How many words a verb takes is what its usage
 * shows; a verb whose words are a text takes any, and those that put right say themselves what is wrong.
 */
#include "cli/command.h"

#include <string.h>

#include "cli/record/input.h"
#include "cli/say.h"
#include "lib/kind.h"
#include "lib/text.h"

static bool has_free_words(const struct command *command)
{
	return command->kind >= 0 || command->group == GROUP_RIGHT;
}

static bool has_records(const struct command *command)
{
	return command->kind == COMMAND_ANY_KIND || has_free_words(command);
}

/* A correction's own time is when it is made; an amendment's is its entry's. */
static bool has_moment(const struct command *command)
{
	return command->kind == KIND_AMENDED ||
	       (command->kind >= 0 && !kind_is_correction((enum kind)command->kind));
}

/* Does it look at what was --since? */
static bool has_span(const struct command *command)
{
	for (const struct option_row *row = command->options; row && row->name; row++)
		if (strcmp(row->name, "since") == 0)
			return !has_records(command);
	return false;
}

bool command_takes(const struct command *command, const struct option_row *option)
{
	switch (option->scope) {
	case OPTION_EVERYWHERE: /* --json is a format, which some do not have */
		return strcmp(option->name, "json") != 0 || strstr(command->formats, "json");
	case OPTION_MOMENTS:
		return has_moment(command);
	case OPTION_SPANS:
		return has_moment(command) || has_span(command);
	case OPTION_RECORDS:
		return has_records(command);
	case OPTION_INCIDENTS:
		return has_records(command) || strstr(command_usage(command), "REF") ||
		       strstr(command_usage(command), "WORDS");
	}
	return true;
}

/* "[REF] [FILE]": 2. "WORDS…", "[VERB or TOPIC]": as many as you like. */
static size_t count_words(const char *usage)
{
	size_t count = *usage != '\0';
	bool inside = false;

	if (strstr(usage, "…") || strstr(usage, "VERB"))
		return SIZE_MAX;
	for (const char *at = usage; *at; at++) {
		inside = *at == '[' || (inside && *at != ']');
		count += *at == ' ' && !inside;
	}
	return count;
}

static int check_words(struct session *session, const struct command *command,
		       const struct arguments *arguments)
{
	size_t room = count_words(command_usage(command));

	if (has_free_words(command) || arguments->count <= room)
		return EXIT_OK;
	say_error(session, "\"%s\" is more than %s takes", arguments->words[room],
		  command_name(command));
	say_try(session, "incident %s%s%s", command_name(command),
		*command_usage(command) ? " " : "", command_usage(command));
	return EXIT_USAGE;
}

/* A shell's variable that is empty: as a word it would be looked for, or taken for the beginning of the text. */
static int refuse_blank(struct session *session, const struct command *command,
			const struct arguments *arguments, const char *word)
{
	if (command->text)
		input_keep(session, arguments, 1);
	say_error(session, "\"%s\" names nothing", word);
	say_try(session, "incident %s %s", command_name(command), command_usage(command));
	return EXIT_USAGE;
}

/* WHICH and REF come first; WHICH… are all words. */
static int check_names(struct session *session, const struct command *command,
		       const struct arguments *arguments)
{
	const char *usage = command_usage(command) + (*command_usage(command) == '[');
	size_t count = strncmp(usage, "WHICH…", strlen("WHICH…")) == 0 ? arguments->count : 1;

	if (strncmp(usage, "WHICH", 5) != 0 && strncmp(usage, "REF", 3) != 0)
		return EXIT_OK;
	for (size_t i = 0; i < count && i < arguments->count; i++)
		if (text_is_blank(arguments->words[i]))
			return refuse_blank(session, command, arguments, arguments->words[i]);
	return EXIT_OK;
}

int command_check(struct session *session, const struct command *command,
		  const struct arguments *arguments)
{
	for (const struct option_row *row = global_options; row->name; row++) {
		if (command_takes(command, row) || !argument_option(arguments, row->name, 0))
			continue;
		say_error(session, "%s has no --%s", command_name(command), row->name);
		say_try(session, "incident help %s", command_name(command));
		return EXIT_USAGE;
	}
	int code = check_names(session, command, arguments);
	return code ? code : check_words(session, command, arguments);
}
