/* SPDX-License-Identifier: MIT */
#include "cli/check/paper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check/phrase.h"

/*
 * A document is read once, line by line. Comments (our markers are some) and fenced blocks are for
 * programs; a heading begins a section, unless it stands deeper than the one it is in.
 */
struct reader {
	struct paper *paper;
	const struct paper_form *form;
	bool comment;  /* an HTML comment goes on */
	char fence[4]; /* what ends the fenced block that we are in, or "" */
};

/* By what its heading begins with. */
static const struct {
	const char *phrases;
	enum paper_role role;
} roles[] = {
	{ "appendix", PAPER_APPENDIX },
	{ "timeline|incident timeline", PAPER_TIMELINE },
	{ "issue summary|summary|incident summary|executive summary|overview", PAPER_SUMMARY },
	{ "root cause*|cause", PAPER_CAUSE },
	{ "corrective|preventative|preventive|action items|actions|follow-up*|measures",
	  PAPER_MEASURES },
	{ "conclusion|lessons learned", PAPER_CONCLUSION },
};

static enum paper_role role_of(const char *title)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (phrase_at(title, title, roles[i].phrases))
			return roles[i].role;
	return PAPER_OTHER;
}

bool paper_is_called(const char *heading, const char *name)
{
	return phrase_at(heading, heading, name) > 0;
}

static char *plain(const char *line)
{
	drop(buffer_free) struct buffer text = { 0 };

	paper_plain(&text, line);
	return buffer_steal(&text);
}

/* A heading may end in a colon; it is called the same without. */
static char *title_of(const char *line)
{
	drop(buffer_free) struct buffer text = { 0 };

	paper_plain(&text, line);
	while (text.size && strchr(" \t:", text.data[text.size - 1]))
		text.data[--text.size] = '\0';
	return buffer_steal(&text);
}

/* Is this title, alone on its line, one that the form knows? Nothing else may stand there. */
static bool is_known(const struct reader *reader, const char *title)
{
	for (char **name = reader->form->sections; *name; name++)
		if (strlen(title) == strlen(*name) && paper_is_called(title, *name))
			return true;
	return false;
}

static bool begins_as_known(const struct reader *reader, const char *title)
{
	for (char **name = reader->form->sections; *name; name++)
		if (paper_is_called(title, *name))
			return true;
	return false;
}

/* Is the whole line bold? */
static bool is_bold(const char *line)
{
	size_t size = strlen(line);

	while (size && strchr(" \t:", line[size - 1]))
		size--;
	return size > 4 && (line[0] == '*' || line[0] == '_') && line[1] == line[0] &&
	       line[size - 1] == line[0] && line[size - 2] == line[0];
}

/* How many # the heading in this line has, or would have; 0: it is none. */
static int level_of(const struct reader *reader, const char *line, const char *title)
{
	size_t marks = strspn(line, "#");

	if (marks && marks <= 6 && (line[marks] == ' ' || line[marks] == '\t'))
		return (int)marks;
	if (is_bold(line) && begins_as_known(reader, title))
		return 2;
	return is_known(reader, title) && !strchr(" \t-*", line[0]) ? 2 : 0;
}

static int add_section(struct paper *paper, char *title, size_t line, int level)
{
	struct paper_section *sections =
		title ? reallocarray(paper->sections, paper->section_count + 1, sizeof(*sections))
		      : NULL;

	if (!sections) {
		free(title);
		return -ENOMEM;
	}
	paper->sections = sections;
	sections[paper->section_count++] =
		(struct paper_section){ title, role_of(title), line, level };
	return 0;
}

/* A deeper heading is one within its section, unless it is known for one of its own. */
static bool is_within(const struct reader *reader, const char *title, int level)
{
	const struct paper *paper = reader->paper;
	const struct paper_section *section = &paper->sections[paper->section_count - 1];

	return section->role != PAPER_OTHER && level > section->level &&
	       role_of(title) == PAPER_OTHER && !begins_as_known(reader, title);
}

static int read_heading(struct reader *reader, struct paper_line *line)
{
	drop(free) char *title = title_of(line->raw);
	int level = title ? level_of(reader, line->raw, title) : -ENOMEM;

	if (level <= 0)
		return level;
	line->heading = true;
	if (is_within(reader, title, level))
		return 0;
	return add_section(reader->paper, steal(&title), reader->paper->count + 1, level);
}

/* Leave comments out; one may go on for many lines. */
static char *without_comments(struct reader *reader, const char *line, size_t size)
{
	drop(buffer_free) struct buffer out = { 0 };
	const char *end = line + size, *at = line;

	while (at < end) {
		const char *mark = reader->comment ? "-->" : "<!--";
		const char *found = memmem(at, (size_t)(end - at), mark, strlen(mark));
		const char *stop = found ? found : end;

		if (!reader->comment)
			buffer_add(&out, at, (size_t)(stop - at));
		at = found ? found + strlen(mark) : end;
		reader->comment ^= found != NULL;
	}
	return buffer_steal(&out);
}

/* Does a fenced block begin, go on or end here? */
static bool is_fenced(struct reader *reader, const char *line)
{
	const char *mark = line + strspn(line, " ");

	if (reader->fence[0]) {
		if (strncmp(mark, reader->fence, 3) == 0)
			reader->fence[0] = '\0';
		return true;
	}
	if (strncmp(mark, "```", 3) != 0 && strncmp(mark, "~~~", 3) != 0)
		return false;
	memcpy(reader->fence, mark, 3);
	return true;
}

static bool is_item(const char *line)
{
	const char *mark = line + strspn(line, " \t");
	size_t digits = strspn(mark, "0123456789");

	return (strchr("-*+", *mark) && *mark && mark[1] == ' ') || strncmp(mark, "•", 3) == 0 ||
	       (digits && digits < 4 && mark[digits] && strchr(".)", mark[digits]) &&
		mark[digits + 1] == ' ');
}

static int read_line(struct reader *reader, const char *start, size_t size)
{
	struct paper *paper = reader->paper;
	struct paper_line *line = &paper->lines[paper->count];
	int r;

	line->raw = without_comments(reader, start, size);
	if (!line->raw)
		return -ENOMEM;
	if (is_fenced(reader, line->raw))
		line->raw[0] = '\0';
	line->item = is_item(line->raw);
	r = read_heading(reader, line);
	line->section = paper->section_count - 1;
	line->text = plain(line->raw);
	paper->count++;
	return line->text ? r : -ENOMEM;
}

static size_t count_lines(const char *text)
{
	size_t count = 1;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

struct paper *paper_read(const char *text, const struct paper_form *form)
{
	drop(paper_free) struct paper *paper = calloc(1, sizeof(*paper));
	struct reader reader = { .paper = paper, .form = form };

	if (!paper)
		return NULL;
	paper->lines = calloc(count_lines(text), sizeof(*paper->lines));
	if (!paper->lines || add_section(paper, strdup(""), 0, 0))
		return NULL;
	while (*text) {
		size_t size = strcspn(text, "\n");
		size_t end = size && text[size - 1] == '\r' ? size - 1 : size;

		if (read_line(&reader, text, end))
			return NULL;
		text += size + (text[size] == '\n');
	}
	return steal(&paper);
}

void paper_free(struct paper *paper)
{
	if (!paper)
		return;
	for (size_t i = 0; i < paper->count; i++) {
		free(paper->lines[i].raw);
		free(paper->lines[i].text);
	}
	for (size_t i = 0; i < paper->section_count; i++)
		free(paper->sections[i].title);
	free(paper->lines);
	free(paper->sections);
	free(paper);
}

const struct paper_section *paper_section(const struct paper *paper, enum paper_role role)
{
	for (size_t i = 0; i < paper->section_count; i++)
		if (paper->sections[i].role == role)
			return &paper->sections[i];
	return NULL;
}

enum paper_role paper_role_of(const struct paper *paper, const struct paper_line *line)
{
	return paper->sections[line->section].role;
}

size_t paper_words(const struct paper *paper, enum paper_role role)
{
	size_t count = 0;

	for (size_t i = 0; i < paper->count; i++)
		if (paper_role_of(paper, &paper->lines[i]) == role)
			count += phrase_count(paper->lines[i].text);
	return count;
}

size_t paper_all_words(const struct paper *paper)
{
	size_t count = 0;

	for (enum paper_role role = PAPER_OTHER; role < PAPER_APPENDIX; role++)
		count += paper_words(paper, role);
	return count;
}
