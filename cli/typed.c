/* SPDX-License-Identifier: MIT */
/* A word is quoted only where a shell would read something else into it. */
#include "cli/typed.h"

#include <string.h>

#include "lib/buffer.h"
#include "lib/drop.h"

static bool is_plain(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=:,./@%";

	return *word && strspn(word, plain) == strlen(word);
}

static void add_quoted(struct buffer *out, const char *word)
{
	buffer_add_text(out, "'");
	for (const char *at = word; *at; at++)
		buffer_add(out, *at == '\'' ? "'\\''" : at, *at == '\'' ? 4 : 1);
	buffer_add_text(out, "'");
}

static void add_plain(struct buffer *out, const char *word)
{
	if (is_plain(word))
		buffer_add_text(out, word);
	else
		add_quoted(out, word);
}

static void add_word(struct buffer *out, const char *word)
{
	buffer_add_text(out, " ");
	add_plain(out, word);
}

char *typed_word(const char *text)
{
	drop(buffer_free) struct buffer out = { 0 };

	add_plain(&out, text);
	return buffer_steal(&out);
}

char *typed_with(const struct session *session, const char *old, const char *new)
{
	drop(buffer_free) struct buffer out = { 0 };
	bool done = !old || !*old;

	buffer_add_text(&out, "incident");
	for (char **word = session->typed; *word; word++) {
		bool is_old = !done && strcmp(*word, old) == 0;

		add_word(&out, is_old ? new : *word);
		done = done || is_old;
	}
	if (old && !*old)
		add_word(&out, new);
	return buffer_steal(&out);
}

char *typed_before(const struct session *session, const char *word, const char *new)
{
	drop(buffer_free) struct buffer out = { 0 };
	bool done = false;

	buffer_add_text(&out, "incident");
	for (char **typed = session->typed; *typed; typed++) {
		if (!done && strcmp(*typed, word) == 0) {
			add_word(&out, new);
			done = true;
		}
		add_word(&out, *typed);
	}
	return buffer_steal(&out);
}

/* `k7qd`, -ik7qd, --incident=k7qd: the word that -i's selector is a part of, or NULL. */
static char *const *word_of(const struct session *session, const char *selector)
{
	for (char *const *word = session->typed; selector && *word; word++)
		if (selector >= *word && selector <= *word + strlen(*word))
			return word;
	return NULL;
}

static char *const *equal_word(const struct session *session, const char *selector)
{
	for (char *const *word = session->typed; selector && *word; word++)
		if (strcmp(*word, selector) == 0)
			return word;
	return NULL;
}

/* The word up to its selector, and then the ref. */
static void add_chosen(struct buffer *out, const char *word, size_t before, const char *ref)
{
	drop(buffer_free) struct buffer whole = { 0 };

	buffer_add(&whole, word, before);
	buffer_add_text(&whole, ref);
	if (whole.data)
		add_word(out, whole.data);
}

char *typed_in(const struct session *session, const char *selector, const char *ref)
{
	drop(buffer_free) struct buffer out = { 0 };
	const char *incident = session->incident;
	bool other = selector && !(incident && strcmp(incident, selector) == 0);
	char *const *chosen = other ? equal_word(session, selector) : word_of(session, incident);
	size_t before = chosen && !other ? (size_t)(incident - *chosen) : 0;

	buffer_add_text(&out, "incident");
	if (!chosen) {
		buffer_add_text(&out, " -i");
		add_word(&out, ref);
	}
	for (char *const *word = session->typed; *word; word++)
		if (word == chosen)
			add_chosen(&out, *word, before, ref);
		else
			add_word(&out, *word);
	return buffer_steal(&out);
}
