/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <glob.h>
#include <libgen.h>

#include "cli/check/check-view.h"
#include "cli/check/clock.h"
#include "cli/check/phrase.h"
#include "cli/report/template.h"
#include "lib/when.h"
#include "tests/unit/page.h"

/*
 * What `incident check` says of documents: each tests/cases/check/NAME.md has its NAME.expected. The good
 * ones, for which that is empty, are the controls: the bad ones are these with one thing changed.
 */
static void print_findings(struct page *page, const char *text, const char *template,
			   const char *name, const char *const *ignored)
{
	drop(paper_form_free) struct paper_form form = { 0 };
	drop(paper_free) struct paper *paper = NULL;
	struct check check = { .form = &form,
			       .now = now(),
			       .counts_words = strcmp(template, "standard") == 0 };

	assert_int_equal(paper_form_read(template_find(template)->text, &form), 0);
	paper = paper_read(text, &form);
	assert_non_null(paper);
	check.paper = paper;
	check_run(&check, ignored);
	assert_false(check.failed);
	check_view(&page->screen, &check, name);
	check_free(&check);
}

static char *findings(const char *text, const char *template, const char *name)
{
	static const char *const none[] = { NULL };
	drop(page_free) struct page page;

	page_open(&page);
	print_findings(&page, text, template, name, none);
	return strdup(page_text(&page));
}

/* FILE.md -> what is expected of it; written anew with INCIDENT_GOLDEN=write. */
static char *expectation(const char *path)
{
	drop(buffer_free) struct buffer file = { 0 };

	buffer_add(&file, path, strlen(path) - strlen(".md"));
	buffer_add_text(&file, ".expected");
	return buffer_steal(&file);
}

static bool is_written_anew(void)
{
	const char *how = getenv("INCIDENT_GOLDEN");

	return how && strcmp(how, "write") == 0;
}

static void assert_expected(const char *path, const char *said)
{
	drop(free) char *file = expectation(path);
	drop(free) char *expected = NULL;

	if (is_written_anew()) {
		drop(file_close) FILE *out = fopen(file, "w");

		assert_non_null(out);
		fputs(said, out);
		return;
	}
	expected = fixture_read(file);
	assert_string_equal(said, expected ? expected : "");
}

/* All of the cases' findings, one after the other. */
static char *all_cases(void (*each)(const char *path, const char *said))
{
	drop(free) char *pattern = fixture_path("cases/check", "*.md");
	drop(buffer_free) struct buffer all = { 0 };
	glob_t found;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		drop(free) char *text = fixture_read(found.gl_pathv[i]);
		drop(free) char *said = findings(text, "standard", basename(found.gl_pathv[i]));

		if (each)
			each(found.gl_pathv[i], said);
		buffer_add_text(&all, said);
	}
	globfree(&found);
	return buffer_steal(&all);
}

static void every_document_is_found_to_be_what_is_expected_of_it(void **state)
{
	drop(free) char *all = all_cases(assert_expected);

	(void)state;
	assert_true(strlen(all) > 0);
}

static void every_rule_about_documents_is_broken_by_one_of_them(void **state)
{
	drop(free) char *all = all_cases(NULL);

	(void)state;
	for (const struct rule *rule = rules; rule->name; rule++)
		if (rule->paper && !phrase_find(all, rule->name))
			fail_msg("no case breaks %s", rule->name);
}

static char *case_text(const char *name)
{
	drop(free) char *path = fixture_path("cases/check", name);

	return fixture_read(path);
}

static void a_good_document_lacks_nothing_whoever_wrote_it(void **state)
{
	static const char *const good[] = { "good-ours.md", "good-foreign.md", "long-appendix.md" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		drop(free) char *text = case_text(good[i]);
		drop(free) char *said = findings(text, "standard", good[i]);

		assert_string_equal(said, "");
	}
}

/* Replace what stands in a good document, and see that just this is found. */
static void change_is_found(const char *file, const char *old, const char *new, const char *found)
{
	drop(free) char *text = case_text(file);
	drop(buffer_free) struct buffer changed = { 0 };
	drop(free) char *said = NULL;
	const char *at = strstr(text, old);

	assert_non_null(at);
	buffer_add(&changed, text, (size_t)(at - text));
	buffer_add_text(&changed, new);
	buffer_add_text(&changed, at + strlen(old));
	said = findings(changed.data, "standard", "pm.md");
	if (!found && *said)
		fail_msg("\"%s\" for \"%s\" is found fault with:\n%s", new, old, said);
	if (found && !strstr(said, found))
		fail_msg("\"%s\" for \"%s\" is not found to be \"%s\":\n%s", new, old, found, said);
}

static void headings_are_known_in_any_case_level_and_form(void **state)
{
	static const char *const forms[] = {
		"# issue summary",    "#### ISSUE SUMMARY #1", "**Issue Summary**",
		"__Issue summary:__", "Issue Summary:",        "Issue summary",
		"## Summary",         "## Executive summary",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		change_is_found("good-ours.md", "## Issue Summary", forms[i], NULL);
	change_is_found("good-ours.md", "## Issue Summary", "## What happened",
			"missing-section  \"Issue Summary\"");
	change_is_found("good-ours.md", "## Issue Summary", "The issue summary is missing.",
			"missing-section  \"Issue Summary\"");
}

static void a_zone_once_is_enough_wherever_it_stands(void **state)
{
	static const char *const forms[] = {
		"## Timeline (UTC)",
		"## Timeline\n\nAll times are in Europe/Berlin.",
		"## Timeline\n\n*Times: UTC+2*",
		"## Timeline (all times Pacific Time)",
		"## Timeline, in CEST",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		change_is_found("good-ours.md", "## Timeline (all times in UTC)", forms[i], NULL);
	change_is_found("good-ours.md", "## Timeline (all times in UTC)", "## Timeline",
			"time-without-zone  \"14:05\"");
	change_is_found("good-foreign.md", "10:40 AM (UTC)", "10:40 AM",
			"time-without-zone  \"10:40 AM\"");
	change_is_found("good-foreign.md", "10:40 AM (UTC)", "2023-10-07 10:40 UTC", NULL);
	change_is_found("good-foreign.md", "10:40 AM (UTC)", "10:40 +00:00", NULL);
}

static void a_wrong_duration_is_found_and_a_right_one_in_any_form_is_not(void **state)
{
	static const char old[] = "1 hour and 30 minutes, from 10:00 AM (UTC) to 11:30 AM (UTC)";
	static const char *const right[] = {
		"90 minutes",
		"1h30",
		"1 h 30 min",
		"1.5 hours",
		"about an hour and a half",
		"~1.5 h",
		"1 hour, 30 minutes",
		"about 80 minutes",
		"1 hour 31 minutes",
	};
	static const char *const wrong[] = {
		"1 hour",     "2 hours",     "30 minutes",    "1 h 35 min",
		"3 h 30 min", "150 minutes", "about 3 hours", "0.5 hours",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		change_is_found("good-foreign.md", old, right[i], NULL);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		change_is_found("good-foreign.md", old, wrong[i], "duration-mismatch");
	change_is_found("good-foreign.md", old, "\n\n- 90 minutes", NULL);
	change_is_found("good-foreign.md", old, "\n\n- 50 minutes", "says 50 min");
	change_is_found("good-foreign.md", "two data centres lost packets",
			"two data centres lost packets for a duration of 5 s", NULL);
	change_is_found("good-foreign.md", "waited up to forty seconds",
			"had a downtime of 20 minutes", NULL);
	change_is_found("good-ours.md", "(2 h 30 min)", "(2 h 03 min)",
			"says 2 h 03 min; its start and end give 2 h 30 min");
	change_is_found("good-ours.md", "14:00 to 16:30 UTC (2 h 30 min)",
			"23:45 to 02:15 UTC (2 h 30 min)", NULL);
}

static void what_is_missing_is_missed_and_an_explicit_none_is_not(void **state)
{
	(void)state;
	change_is_found("good-foreign.md",
			"This was a misleading path, and it cost twenty minutes.",
			"It cost twenty minutes.", "no-misleading-path");
	change_is_found("good-foreign.md",
			"This was a misleading path, and it cost twenty minutes.",
			"There was no misleading path.", NULL);
	change_is_found("good-foreign.md", "The incident was escalated to the database team.",
			"The database team woke up.", "no-escalation");
	change_is_found("good-foreign.md", "The incident was escalated to the database team.",
			"No escalation was needed.", NULL);
	change_is_found("good-ours.md", "Peer review for", "\\<what should be better\\>",
			"placeholder-left  \"<what should be better>\"");
	change_is_found("good-ours.md", "Peer review for", "`<config file>` and <b>review</b> for",
			NULL);
}

static void a_document_of_another_template_is_held_against_its_sections(void **state)
{
	drop(free) char *text = case_text("good-ours.md");
	drop(free) char *said = findings(text, "google-sre", "pm.md");

	(void)state;
	assert_non_null(strstr(said, "missing-section  \"Lessons Learned\""));
	assert_null(strstr(said, "missing-section  \"Timeline\""));
	assert_null(strstr(said, "missing-section  \"Conclusion\""));
}

static void what_is_ignored_is_not_said(void **state)
{
	static const char *const ignored[] = { "too-few-words", "no-conclusion", NULL };
	drop(free) char *text = case_text("bare.md");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	print_findings(&page, text, "standard", "bare.md", ignored);
	assert_null(strstr(page_text(&page), "too-few-words"));
	assert_null(strstr(page_text(&page), "no-conclusion"));
	assert_non_null(strstr(page_text(&page), "placeholder-left"));
}

static void times_of_day_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		int second; /* -1: there is none */
		int32_t offset;
	} cases[] = {
		{ "at 10:00 AM (UTC) it", 36000, 0 },
		{ "14:00 UTC", 50400, 0 },
		{ "2023-10-07 10:00", 36000, CLOCK_NO_ZONE },
		{ "2023-10-07T10:00:30Z", 36030, 0 },
		{ "12:15 a.m. PST", 900, -480 },
		{ "12:15pm", 44100, CLOCK_NO_ZONE },
		{ "3 PM CET", 54000, 60 },
		{ "10:00 UTC+5:30", 36000, 330 },
		{ "10:00-11:30", 36000, CLOCK_NO_ZONE },
		{ "version 4.10:30", -1, 0 },
		{ "host:80", -1, 0 },
		{ "25:00 and 10:75", -1, 0 },
		{ "a 3:1 ratio", -1, 0 },
		{ "[::1]:8080", -1, 0 },
		{ "in 2023", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *at = cases[i].text;
		int64_t day = CLOCK_NO_DAY;
		struct clock clock = { 0 };
		bool found = clock_next(cases[i].text, &at, &day, &clock);

		if (found != (cases[i].second >= 0) ||
		    (found && (clock.second != cases[i].second || clock.offset != cases[i].offset)))
			fail_msg("\"%s\": %d, %d", cases[i].text, clock.second, clock.offset);
	}
}

static void words_are_what_has_a_letter_or_a_digit_in_it(void **state)
{
	(void)state;
	assert_int_equal(phrase_count("- **10:00** – it's down…  (again) — é"), 5);
	assert_int_equal(phrase_count(" \t– — … * "), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_document_is_found_to_be_what_is_expected_of_it),
		cmocka_unit_test(every_rule_about_documents_is_broken_by_one_of_them),
		cmocka_unit_test(a_good_document_lacks_nothing_whoever_wrote_it),
		cmocka_unit_test(headings_are_known_in_any_case_level_and_form),
		cmocka_unit_test(a_zone_once_is_enough_wherever_it_stands),
		cmocka_unit_test(a_wrong_duration_is_found_and_a_right_one_in_any_form_is_not),
		cmocka_unit_test(what_is_missing_is_missed_and_an_explicit_none_is_not),
		cmocka_unit_test(a_document_of_another_template_is_held_against_its_sections),
		cmocka_unit_test(what_is_ignored_is_not_said),
		cmocka_unit_test(times_of_day_are_read_as_people_write_them),
		cmocka_unit_test(words_are_what_has_a_letter_or_a_digit_in_it),
	};

	when_use_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
