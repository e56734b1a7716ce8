/* SPDX-License-Identifier: MIT */
#include "cli/check/paper.h"

#include <ctype.h>
#include <string.h>

#include "cli/check/phrase.h"

/*
 * What is left of a line when it is read aloud. A prompt is what people are still to replace: ours are
 * "\<what belongs here\>", and unescaped ones have more than one word in them, which no tag of HTML has
 * without a "=".
 */
static bool is_escapable(char byte)
{
	return byte && strchr("\\`*_{}[]()#+-.!<>|~$:=", byte);
}

static bool is_tag(const char *inside, size_t size)
{
	return !isalpha((unsigned char)inside[0]) || memchr(inside, '=', size) ||
	       memchr(inside, ':', size) || memchr(inside, '@', size) ||
	       !memchr(inside, ' ', size) || inside[size - 1] == '/';
}

/* Does a prompt begin at its text? Sets the rest. */
static bool read_prompt(struct paper_prompt *prompt)
{
	const char *at = prompt->text;
	bool escaped = at[0] == '\\' && at[1] == '<';

	if (!escaped && at[0] != '<')
		return false;
	prompt->what = at + (escaped ? 2 : 1);
	prompt->what_size = strcspn(prompt->what, "<>");
	if (!prompt->what_size || prompt->what[prompt->what_size] != '>')
		return false;
	prompt->size = (size_t)(prompt->what - at) + prompt->what_size + 1;
	if (!escaped)
		return !is_tag(prompt->what, prompt->what_size);
	return prompt->what[--prompt->what_size] == '\\';
}

bool paper_prompt_next(struct paper_prompt *prompt)
{
	while (*prompt->at) {
		bool found;

		prompt->text = prompt->at;
		found = !prompt->code && read_prompt(prompt);
		prompt->code ^= *prompt->at == '`';
		prompt->at += found ? prompt->size : 1;
		if (found)
			return true;
	}
	return false;
}

/* A list's mark, a quote's, a heading's, a box to tick. */
static const char *behind_marks(const char *line)
{
	size_t digits;

	line += strspn(line, " \t>");
	line += strspn(line, "#");
	line += strspn(line, " \t");
	digits = strspn(line, "0123456789");
	if (*line && strchr("-*+", *line) && line[1] == ' ')
		line += 2;
	else if (strncmp(line, "•", 3) == 0)
		line += 3;
	else if (digits && digits < 4 && line[digits] && strchr(".)", line[digits]) &&
		 line[digits + 1] == ' ')
		line += digits + 2;
	line += strspn(line, " \t");
	if (line[0] == '[' && line[1] && line[2] == ']' && strchr(" xX", line[1]))
		line += 3 + strspn(line + 3, " \t");
	return line;
}

/* "](address)" of a link: behind it, or NULL. */
static const char *behind_address(const char *at)
{
	const char *end = at[0] == ']' && at[1] == '(' ? strchr(at, ')') : NULL;

	return end ? end + 1 : NULL;
}

static const struct {
	const char *entity, *text;
} entities[] = { { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" }, { "&nbsp;", " " } };

static const char *put_entity(struct buffer *out, const char *at)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (strncmp(at, entities[i].entity, strlen(entities[i].entity)) == 0) {
			buffer_add_text(out, entities[i].text);
			return at + strlen(entities[i].entity);
		}
	buffer_add(out, at, 1);
	return at + 1;
}

/* One step: a mark is left out, what it marks stays. */
static const char *put(struct buffer *out, const char *line, const char *at)
{
	bool inside = at > line && phrase_is_word(at[-1]) && phrase_is_word(at[1]);
	const char *next = behind_address(at);

	if (next)
		return next;
	if (*at == '\\' && is_escapable(at[1])) {
		buffer_add(out, at + 1, 1);
		return at + 2;
	}
	if (strchr("*`[]|", *at) || (strchr("_~", *at) && !inside)) {
		if (*at == '|')
			buffer_add_text(out, " ");
		return at + 1;
	}
	if (*at == '&')
		return put_entity(out, at);
	buffer_add(out, at, 1);
	return at + 1;
}

void paper_plain(struct buffer *out, const char *line)
{
	const char *at = behind_marks(line);
	struct paper_prompt prompt = { .at = line };
	bool more = paper_prompt_next(&prompt);

	while (*at) {
		if (more && at >= prompt.text) {
			at = prompt.text + prompt.size;
			more = paper_prompt_next(&prompt);
		} else {
			at = put(out, line, at);
		}
	}
}
