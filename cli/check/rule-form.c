/* SPDX-License-Identifier: MIT */
#include "cli/check/check.h"

#include <string.h>

#include "cli/check/clock.h"
#include "cli/check/phrase.h"
#include "lib/secret.h"
#include "lib/text.h"

/*
 * The form of a document: its sections, its length, its times, and what people were to replace.
 */
enum { words_least = 400, words_most = 600, quote_most = 60 };

static char *quoted(const char *before, const char *text, size_t size, const char *behind)
{
	size_t kept = text_cut_bytes(text, size, quote_most);

	return check_words("\"%s%.*s%s%s\"", before, (int)kept, text, kept < size ? "…" : "",
			   behind);
}

static bool is_conclusion(const char *name)
{
	return paper_is_called(name, "conclusion");
}

static bool has_section(const struct paper *paper, const char *name)
{
	static const struct {
		const char *name;
		enum paper_role role;
	} others[] = {
		{ "issue summary", PAPER_SUMMARY }, { "summary", PAPER_SUMMARY },
		{ "timeline", PAPER_TIMELINE },     { "root cause", PAPER_CAUSE },
		{ "corrective", PAPER_MEASURES },   { "action items", PAPER_MEASURES },
		{ "conclusion", PAPER_CONCLUSION },
	};

	for (size_t i = 0; i < paper->section_count; i++)
		if (paper->sections[i].line && paper_is_called(paper->sections[i].title, name))
			return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (paper_is_called(name, others[i].name) && paper_section(paper, others[i].role))
			return true;
	return false;
}

void rule_sections(struct check *check)
{
	for (char **name = check->form->sections; *name; name++)
		if (!is_conclusion(*name) && !has_section(check->paper, *name))
			check_line(check, 0, check_words("\"%s\"", *name), NULL);
}

void rule_conclusion(struct check *check)
{
	for (char **name = check->form->sections; *name; name++)
		if (is_conclusion(*name) && !has_section(check->paper, *name))
			check_line(check, 0, NULL, NULL);
}

void rule_too_few(struct check *check)
{
	size_t words = paper_all_words(check->paper);

	if (check->counts_words && words < words_least)
		check_line(check, 0, check_words("%zu of %d", words, words_least), NULL);
}

void rule_too_many(struct check *check)
{
	size_t words = paper_all_words(check->paper);
	size_t timeline = paper_words(check->paper, PAPER_TIMELINE);
	bool shorter = words < words_most + timeline;

	if (check->counts_words && words > words_most)
		check_line(check, 0,
			   check_words("%zu of %d, timeline %zu", words, words_most, timeline),
			   shorter ? check_words("--key-events") : NULL);
}

/* "Owner: TBD", "TODO: ask dana": at the beginning, at the end, or with a colon. In the middle it is a word. */
static const char *unfinished(const char *text)
{
	static const char *const marks[] = { "TODO", "TBD", "FIXME" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *found = strstr(text, marks[i]), *behind;

		if (!found || !phrase_at(text, found, marks[i]))
			continue;
		behind = found + strlen(marks[i]);
		if (found == text || *behind == ':' || !behind[strspn(behind, " .)")])
			return found;
	}
	return NULL;
}

void rule_prompts(struct check *check)
{
	for (size_t i = 0; i < check->paper->count; i++) {
		const struct paper_line *line = &check->paper->lines[i];
		struct paper_prompt prompt = { .at = line->raw };
		const char *mark = unfinished(line->text);

		while (paper_prompt_next(&prompt))
			check_line(check, i + 1, quoted("<", prompt.what, prompt.what_size, ">"),
				   NULL);
		if (mark)
			check_line(check, i + 1, quoted("", mark, strlen(mark), ""), NULL);
	}
}

/* What is known of zones before a line: one that was named for all, or for what follows in its section. */
struct cover {
	bool all, some; /* the document; any line of it */
	bool section;
	size_t number; /* of the section */
};

static bool has_clock(const char *text)
{
	struct clock clock;
	int64_t day = CLOCK_NO_DAY;

	return clock_next(text, &text, &day, &clock);
}

static void look_for_zones(const struct paper *paper, struct cover *cover)
{
	for (size_t i = 0; i < paper->count; i++) {
		const struct paper_line *line = &paper->lines[i];

		if (!clock_has_zone(line->text))
			continue;
		cover->some = true;
		cover->all |= (line->heading && paper_role_of(paper, line) == PAPER_TIMELINE) ||
			      phrase_find(line->text, "all times|times are|times in|timezone|"
						      "time zone");
	}
}

/* In the summary one zone is enough for the times that follow; elsewhere only where it stands by itself. */
static void go_on(const struct paper *paper, const struct paper_line *line, struct cover *cover)
{
	bool summary = paper_role_of(paper, line) == PAPER_SUMMARY;

	if (line->section != cover->number)
		cover->section = false;
	cover->number = line->section;
	if (clock_has_zone(line->text) && (summary || !has_clock(line->text)))
		cover->section = true;
}

static bool needs_zone(const struct paper *paper, const struct paper_line *line,
		       const struct cover *cover)
{
	enum paper_role role = paper_role_of(paper, line);

	return !cover->section && (role == PAPER_SUMMARY || role == PAPER_TIMELINE || !cover->some);
}

void rule_zone(struct check *check)
{
	struct cover cover = { 0 };

	look_for_zones(check->paper, &cover);
	for (size_t i = 0; i < check->paper->count && !cover.all; i++) {
		const struct paper_line *line = &check->paper->lines[i];
		const char *at = line->text;
		int64_t day = CLOCK_NO_DAY;
		struct clock clock;

		go_on(check->paper, line, &cover);
		if (needs_zone(check->paper, line, &cover) && !clock_has_zone(line->text) &&
		    clock_next(line->text, &at, &day, &clock))
			check_line(check, i + 1, quoted("", clock.text, clock.size, ""), NULL);
	}
}

void rule_secret_paper(struct check *check)
{
	for (size_t i = 0; i < check->paper->count; i++) {
		struct secret secret;

		if (secret_find(check->paper->lines[i].text, &secret))
			check_line(check, i + 1, check_words("looks like a %s", secret.name), NULL);
	}
}
