/* SPDX-License-Identifier: MIT */
#include "cli/veil/hide.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/secret.h"

/*
 * Secrets first, then the rules, then hosts, then people: an e-mail address is one thing, and not a name
 * at a host. What counts as a secret is the table of lib/secret.c, which `note` warns by, too.
 */
static const char too_dear[] = "text that could not be searched";

char *hide_pseudonym(size_t person, char text[HIDE_PSEUDONYM])
{
	char letters[HIDE_PSEUDONYM / 2] = "";
	size_t at = sizeof(letters) - 1;

	for (person++; person && at; person = (person - 1) / 26)
		letters[--at] = (char)('A' + (person - 1) % 26);
	snprintf(text, HIDE_PSEUDONYM, "Engineer %s", letters + at);
	return text;
}

static void count(struct hide *hide, const char *name, bool counted)
{
	const json_t *known;

	if (!counted)
		return;
	if (!hide->counts)
		hide->counts = json_object();
	known = json_object_get(hide->counts, name);
	json_object_set_new(hide->counts, name, json_integer(json_integer_value(known) + 1));
}

static void put(struct hide *hide, struct buffer *out, const char *name, bool counted)
{
	buffer_printf(out, "[%s]", name);
	count(hide, name, counted);
}

static void hide_secrets(struct hide *hide, const char *text, struct buffer *out, bool counted)
{
	struct secret found;

	while (*text && secret_find(text, &found)) {
		buffer_add(out, text, found.start);
		put(hide, out, found.name, counted);
		text += found.start + found.size;
	}
	buffer_add_text(out, text);
}

/* The text is gone, so that nothing of it is shown. */
static void give_up(struct hide *hide, struct buffer *out, bool counted)
{
	buffer_clear(out);
	put(hide, out, too_dear, counted);
}

static void hide_rule(struct hide *hide, const struct rule *rule, const struct buffer *text,
		      struct buffer *out, bool counted)
{
	struct pattern_match match;
	size_t from = 0;
	int answer;

	while ((answer = pattern_find(rule->pattern, text->data, text->size, from, &match)) == 0) {
		buffer_add(out, text->data + from, match.start - from);
		put(hide, out, rule->name, counted);
		from = match.end;
	}
	buffer_add_text(out, text->data + from);
	if (answer == PATTERN_COSTLY)
		give_up(hide, out, counted);
}

static void hide_names(struct hide *hide, const struct names *names, const struct buffer *text,
		       struct buffer *out, bool counted)
{
	char pseudonym[HIDE_PSEUDONYM];
	struct pattern_match match;
	size_t from = 0, owner;
	int answer;

	while ((answer = names_find(names, text->data, text->size, from, &match, &owner)) == 0) {
		buffer_add(out, text->data + from, match.start - from);
		if (names == &hide->people)
			buffer_add_text(out, hide_pseudonym(owner, pseudonym));
		else
			put(hide, out, "host", counted);
		from = match.end;
	}
	buffer_add_text(out, text->data + from);
	if (answer == PATTERN_COSTLY)
		give_up(hide, out, counted);
}

/* What a step wrote is what the next one reads. */
static void next(struct buffer *text, struct buffer *out)
{
	struct buffer written = *out;

	*out = *text;
	*text = written;
	text->failed |= out->failed;
	buffer_clear(out);
}

int hide_string(struct hide *hide, json_t *string, bool counted)
{
	drop(buffer_free) struct buffer text = { 0 }, out = { 0 };

	if (!*json_string_value(string))
		return 0;
	buffer_add_text(&text, json_string_value(string));
	if (hide->redact && !text.failed) {
		hide_secrets(hide, text.data, &out, counted);
		next(&text, &out);
	}
	for (size_t i = 0; i < hide->rules.count && !text.failed; i++) {
		hide_rule(hide, &hide->rules.rules[i], &text, &out, counted);
		next(&text, &out);
	}
	if (hide->hosts.pattern && !text.failed) {
		hide_names(hide, &hide->hosts, &text, &out, counted);
		next(&text, &out);
	}
	if (hide->people.pattern && !text.failed) {
		hide_names(hide, &hide->people, &text, &out, counted);
		next(&text, &out);
	}
	return text.failed || json_string_set(string, text.data) ? -ENOMEM : 0;
}

void hide_footer(struct buffer *out, const struct hide *hide)
{
	const char *name, *between = "Redacted: ";
	json_t *value;

	json_object_foreach (hide->counts, name, value) {
		buffer_printf(out, "%s%lld %s", between, (long long)json_integer_value(value),
			      name);
		between = ", ";
	}
	buffer_add_text(out, hide->counts ? "." : "Redacted: nothing was found.");
}

json_t *hide_json(const struct hide *hide)
{
	return hide->counts ? json_deep_copy(hide->counts) : json_object();
}

void hide_free(struct hide *hide)
{
	names_free(&hide->people);
	names_free(&hide->hosts);
	rules_free(&hide->rules);
	json_decref(hide->counts);
}
