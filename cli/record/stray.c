/* SPDX-License-Identifier: MIT */
/*
 * `kill -9` and `rm --no-preserve-root` are text. A long option is suspect if its name is nearly one that
 * the verb knows; a short one only at the text's end, and with a value that it could have.
 */
#include "cli/record/stray.h"

#include <string.h>

#include "cli/say.h"
#include "cli/typed.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/text.h"

struct stray {
	const struct arguments *arguments;
	size_t first, at, count; /* the text, and the words in it that are no text */
	const struct option_row *meant;
	const char *value; /* or NULL */
};

static const struct option_row *find_row(const struct option_list *known, const char *name)
{
	for (size_t i = 0; i < known->count; i++)
		if (strcmp(known->rows[i].name, name) == 0)
			return &known->rows[i];
	return NULL;
}

static const struct option_row *find_near(const struct option_list *known, const char *typed)
{
	const char *names[OPTION_LIST_SIZE + 1] = { NULL };
	char name[32] = "";
	size_t size = strcspn(typed, "=");

	if (size < 2 || size >= sizeof(name))
		return NULL;
	memcpy(name, typed, size);
	for (size_t i = 0; i < known->count; i++)
		names[i] = known->rows[i].name;
	const char *meant = find_row(known, name) ? NULL : text_suggest(name, names);
	return meant ? find_row(known, meant) : NULL;
}

/* --att 5m, --att=5m: the value is the next word of the text. */
static bool find_long(struct stray *stray, const struct option_list *known)
{
	const struct arguments *arguments = stray->arguments;

	for (size_t i = stray->first; i < arguments->literal; i++) {
		const char *word = arguments->words[i], *equals = strchr(word, '=');

		if (strncmp(word, "--", 2) != 0)
			continue;
		stray->meant = find_near(known, word + 2);
		if (!stray->meant)
			continue;
		bool next = stray->meant->value && !equals && i + 1 < arguments->literal;
		stray->at = i;
		stray->count = next ? 2 : 1;
		stray->value = !stray->meant->value ? NULL
			       : next               ? arguments->words[i + 1]
			       : equals             ? equals + 1
						    : NULL;
		return true;
	}
	return false;
}

static bool is_format(const char *word)
{
	static const char *const formats[] = { "text", "json", "ndjson", "md", "csv" };

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i], word) == 0)
			return true;
	return false;
}

/* In the letters of refs. */
static bool is_ref(const char *word)
{
	size_t size = strspn(word, "0123456789abcdefghjkmnpqrstvwxyz");

	return size >= 4 && !word[size];
}

/* -i REF, -o FORMAT, -q, -qq: the last words. */
static const char *name_short(const char *word, const char *value)
{
	if (value && strcmp(word, "-i") == 0 && is_ref(value))
		return "incident";
	if (value && strcmp(word, "-o") == 0 && is_format(value))
		return "output";
	return !value && (strcmp(word, "-q") == 0 || strcmp(word, "-qq") == 0) ? "quiet" : NULL;
}

static bool find_short(struct stray *stray, const struct option_list *known)
{
	const struct arguments *arguments = stray->arguments;
	size_t end = arguments->literal;

	if (end != arguments->count)
		return false;
	for (size_t count = 1; count <= 2 && end >= stray->first + count; count++) {
		const char *value = count == 2 ? arguments->words[end - 1] : NULL;
		const char *name = name_short(arguments->words[end - count], value);

		if (!name)
			continue;
		stray->meant = find_row(known, name);
		stray->at = end - count;
		stray->count = count;
		stray->value = value;
		return stray->meant;
	}
	return false;
}

/* The text without them, as a word for a shell. */
static char *text_without(const struct stray *stray)
{
	drop(buffer_free) struct buffer text = { 0 };

	for (size_t i = stray->first; i < stray->arguments->count; i++)
		if (i < stray->at || i >= stray->at + stray->count)
			buffer_printf(&text, "%s%s", text.size ? " " : "",
				      stray->arguments->words[i]);
	return text.data ? typed_word(text.data) : NULL;
}

static void say_mending(const struct session *session, const struct stray *stray)
{
	const struct option_row *meant = stray->meant;
	const char *handle = session->recorded, *value = stray->value ? stray->value : "";
	drop(free) char *text = text_without(stray), *word = typed_word(value);
	bool moves = strcmp(meant->name, "incident") == 0;
	bool changes = !moves && !meant->letter && (stray->value || !meant->value);

	if (moves)
		say_warning(session, "  incident move %s --to %s", handle, value);
	if (text || changes)
		say_warning(session, "  incident amend %s%s%s%s%s%s%s", handle,
			    changes ? " --" : "", changes ? meant->name : "",
			    changes && *value ? " " : "", changes && *value && word ? word : "",
			    text ? " " : "", text ? text : "");
}

void stray_warn(struct session *session, const struct command *command,
		const struct arguments *arguments, size_t first)
{
	struct stray stray = { .arguments = arguments, .first = first };
	struct option_list known;

	command_options(command, &known);
	if (!session->recorded || (!find_long(&stray, &known) && !find_short(&stray, &known)))
		return;
	const char *word = arguments->words[stray.at];
	if (word[1] == '-')
		say_warning(session, "\"%s\" was recorded as text: did you mean --%s?", word,
			    stray.meant->name);
	else
		say_warning(session,
			    "\"%s%s%s\" was recorded as text: short options go before the text",
			    word, stray.value ? " " : "", stray.value ? stray.value : "");
	say_mending(session, &stray);
}
