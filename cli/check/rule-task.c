/* SPDX-License-Identifier: MIT */
#include "cli/check/check.h"

#include <ctype.h>
#include <string.h>

#include "cli/check/clock.h"
#include "cli/check/phrase.h"
#include "lib/stamp.h"
#include "lib/text.h"

/*
 * The tasks of a document: boxes that are not ticked, and the items under a line that calls them tasks.
 * And its timeline, whose lines should not run back.
 */
enum { quote_most = 60 };

static bool is_box(const char *raw, char tick)
{
	const char *mark = raw + strspn(raw, " \t");
	char box[] = { '[', tick, ']', '\0' };

	return *mark && strchr("-*+", *mark) &&
	       strncmp(mark + 1 + strspn(mark + 1, " "), box, 3) == 0;
}

static bool is_ticked(const char *raw)
{
	return is_box(raw, 'x') || is_box(raw, 'X');
}

/* The lines of open tasks, one after the other: begin with `at` 0. */
struct tasks {
	const struct paper *paper;
	size_t at;
	bool called; /* a line said that what follows are tasks */
};

static const struct paper_line *task_next(struct tasks *tasks)
{
	while (tasks->at < tasks->paper->count) {
		const struct paper_line *line = &tasks->paper->lines[tasks->at++];

		if (paper_role_of(tasks->paper, line) != PAPER_MEASURES)
			continue;
		if (!line->item && line->text[0])
			tasks->called = phrase_find(line->text, "task|tasks|todo|to do|to-do");
		else if (is_box(line->raw, ' ') ||
			 (tasks->called && line->item && !is_ticked(line->raw)))
			return line;
	}
	return NULL;
}

static void ask_tasks(struct check *check, bool (*has)(const char *text))
{
	struct tasks tasks = { .paper = check->paper };

	for (const struct paper_line *task; (task = task_next(&tasks)) != NULL;) {
		size_t end = strcspn(task->text, "(");
		size_t kept;

		if (has(task->text) || !phrase_count(task->text))
			continue;
		while (end && task->text[end - 1] == ' ')
			end--;
		kept = text_cut_bytes(task->text, end, quote_most);
		check_line(check, tasks.at,
			   check_words("\"%.*s%s\"", (int)kept, task->text, kept < end ? "…" : ""),
			   NULL);
	}
}

static bool has_owner(const char *text)
{
	return phrase_find(text, "owner*|owned by|assigned*|assignee*|responsible|dropped") ||
	       strchr(text, '@');
}

static bool has_due(const char *text)
{
	int64_t day;

	for (const char *at = text; *at; at++) {
		const char *date = at;

		if ((at == text || !phrase_is_word(at[-1])) && clock_date(&date, &day))
			return true;
	}
	return phrase_find(text, "due|deadline|eta|by end of|by the end of|by monday|by tuesday|"
				 "by wednesday|by thursday|by friday|this week|next week|"
				 "this month|next month|dropped");
}

void rule_owner_paper(struct check *check)
{
	ask_tasks(check, has_owner);
}

void rule_due_paper(struct check *check)
{
	ask_tasks(check, has_due);
}

/* A line that is more than half a day back, with no date of its own, is of the next day. */
void rule_order_paper(struct check *check)
{
	int64_t day = CLOCK_NO_DAY;
	struct clock before = { 0 };
	bool some = false;

	for (size_t i = 0; i < check->paper->count; i++) {
		const struct paper_line *line = &check->paper->lines[i];
		const char *at = line->text;
		struct clock clock;
		bool whole;
		int64_t later;

		if (paper_role_of(check->paper, line) != PAPER_TIMELINE ||
		    !clock_next(line->text, &at, &day, &clock))
			continue;
		later = some ? clock_between(&before, &clock, &whole) : 0;
		if (some && (whole ? later < 0 : later > STAMP_DAY / 2))
			check_line(check, i + 1,
				   check_words("\"%.*s\" stands behind \"%.*s\"", (int)clock.size,
					       clock.text, (int)before.size, before.text),
				   NULL);
		before = clock;
		some = true;
	}
}
