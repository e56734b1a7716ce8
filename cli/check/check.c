/* SPDX-License-Identifier: MIT */
#include "cli/check/check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/*
 * Every rule is asked in the order of the table; what they find is then put in the order in which the
 * document is read, what has no line behind it.
 */
static bool is_ignored(const struct rule *rule, const char *const *ignored)
{
	while (*ignored && strcmp(*ignored, rule->name) != 0)
		ignored++;
	return *ignored != NULL;
}

static int compare(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	size_t a_line = a->line ? a->line : SIZE_MAX, b_line = b->line ? b->line : SIZE_MAX;

	if (a->line != b->line)
		return a_line < b_line ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

void check_run(struct check *check, const char *const *ignored)
{
	for (const struct rule *rule = rules; rule->name; rule++) {
		void (*ask)(struct check *) = check->paper ? rule->paper : rule->incident;

		if (!ask || is_ignored(rule, ignored))
			continue;
		check->rule = rule;
		ask(check);
	}
	if (check->paper && check->count)
		qsort(check->findings, check->count, sizeof(*check->findings), compare);
}

void check_free(struct check *check)
{
	for (size_t i = 0; i < check->count; i++) {
		free(check->findings[i].said);
		free(check->findings[i].fix);
	}
	free(check->findings);
	check->findings = NULL;
	check->count = 0;
}

static void add(struct check *check, struct finding finding)
{
	struct finding *findings =
		reallocarray(check->findings, check->count + 1, sizeof(*findings));

	if (!findings) {
		check->failed = true;
		free(finding.said);
		free(finding.fix);
		return;
	}
	check->findings = findings;
	finding.order = check->count;
	findings[check->count++] = finding;
}

void check_line(struct check *check, size_t line, char *said, char *fix)
{
	add(check, (struct finding){ .rule = check->rule, .line = line, .said = said, .fix = fix });
}

void check_entry(struct check *check, const char *handle, char *said, char *fix)
{
	add(check,
	    (struct finding){ .rule = check->rule, .handle = handle, .said = said, .fix = fix });
}

char *check_words(const char *format, ...)
{
	char *words = NULL;
	va_list values;

	va_start(values, format);
	if (vasprintf(&words, format, values) < 0)
		words = NULL;
	va_end(values);
	return words;
}

size_t check_count(const struct check *check, enum check_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < check->count; i++)
		count += check->findings[i].rule->level == level;
	return count;
}
