/* SPDX-License-Identifier: MIT */
#include "cli/check/check-view.h"

#include <string.h>

#include "lib/text.h"

/*
 * Columns are as wide as their widest value, so that names stand under names.
 */
static const char *const levels[] = { [CHECK_ERROR] = "error", [CHECK_ADVICE] = "advice" };

static char *place_of(const struct check *check, const struct finding *finding, const char *place)
{
	if (!check->paper)
		return check_words("%s", finding->handle ? finding->handle : place);
	return finding->line ? check_words("%s:%zu", place, finding->line)
			     : check_words("%s", place);
}

static size_t place_width(const struct check *check, const char *place)
{
	size_t widest = 0;

	for (size_t i = 0; i < check->count; i++) {
		drop(free) char *text = place_of(check, &check->findings[i], place);
		drop(free) char *safe = text ? text_safe(text, false) : NULL;
		size_t width = safe ? text_width(safe) : 0;

		widest = width > widest ? width : widest;
	}
	return widest;
}

static size_t name_width(const struct check *check)
{
	size_t widest = 0;

	for (size_t i = 0; i < check->count; i++) {
		size_t width = strlen(check->findings[i].rule->name);

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* What is wrong just here and what mends it; a name that says it all needs the second alone. */
static void put_words(const struct screen *screen, const struct finding *finding)
{
	const struct rule *rule = finding->rule;
	const char *fix = finding->fix ? finding->fix : finding->said ? NULL : rule->fix;

	if (finding->said)
		screen_text(screen, PAINT_PLAIN, finding->said, 0);
	if (finding->said && fix)
		fputs(": ", screen->stream);
	if (fix)
		screen_text(screen, PAINT_PLAIN, fix, 0);
	if (!finding->said && !fix)
		screen_text(screen, PAINT_PLAIN, rule->message, 0);
}

static void put_finding(const struct screen *screen, const struct check *check,
			const struct finding *finding, const char *place, size_t width)
{
	drop(free) char *text = place_of(check, finding, place);
	bool handle = !check->paper && finding->handle;
	const struct rule *rule = finding->rule;

	screen_cell(screen, handle ? PAINT_HANDLE : PAINT_DIM, text ? text : "", width);
	screen_spaces(screen, 2);
	screen_cell(screen, rule->level == CHECK_ERROR ? PAINT_BAD : PAINT_OPEN,
		    levels[rule->level], strlen("advice"));
	screen_spaces(screen, 2);
	screen_cell(screen, PAINT_BOLD, rule->name, name_width(check));
	screen_spaces(screen, 2);
	put_words(screen, finding);
	fputc('\n', screen->stream);
}

void check_view(const struct screen *screen, const struct check *check, const char *place)
{
	size_t width = place_width(check, place), errors = check_count(check, CHECK_ERROR);

	if (!check->count)
		return;
	for (size_t i = 0; i < check->count; i++)
		put_finding(screen, check, &check->findings[i], place, width);
	screen_print(screen, PAINT_PLAIN, "%zu error%s, %zu advice\n", errors,
		     errors == 1 ? "" : "s", check_count(check, CHECK_ADVICE));
}

json_t *check_json(const struct check *check, const struct finding *finding, const char *place)
{
	const struct rule *rule = finding->rule;
	bool paper = check->paper;

	return json_pack("{s:s?, s:o, s:s?, s:s?, s:s, s:s, s:s, s:s?}", "file",
			 paper ? place : NULL, "line",
			 finding->line ? json_integer((json_int_t)finding->line) : json_null(),
			 "incident", paper ? NULL : place, "handle", finding->handle, "level",
			 levels[rule->level], "name", rule->name, "message",
			 finding->said ? finding->said : rule->message, "fix",
			 finding->fix ? finding->fix : rule->fix);
}

void check_view_rules(FILE *out)
{
	fprintf(out, "%-22s%-8s%s\n", "NAME", "LEVEL", "WHAT IT MEANS");
	for (const struct rule *rule = rules; rule->name; rule++)
		fprintf(out, "%-22s%-8s%s\n", rule->name, levels[rule->level], rule->message);
}
