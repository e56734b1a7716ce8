/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <unistd.h>

#include "cli/file.h"
#include "cli/report/postmortem.h"
#include "cli/report/template.h"
#include "lib/when.h"
#include "tests/unit/page.h"

/* What a postmortem says, and that it harms no file. */
static void print_postmortem(struct page *page, const struct timeline *timeline)
{
	drop(buffer_free) struct buffer document = { 0 };
	const struct postmortem postmortem = { .timeline = timeline,
					       .template = "standard",
					       .options = { .filter = FILTER_ALL },
					       .now = now() };
	struct marker_fault fault;

	assert_int_equal(postmortem_write(&document, &postmortem, templates->text, &fault), 0);
	fputs(document.data, page->screen.stream);
}

static void postmortem_is_golden(const char *fixture, const char *golden)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline(fixture);
	drop(page_free) struct page page;

	page_open(&page);
	print_postmortem(&page, timeline);
	assert_golden(&page, golden);
}

static void the_postmortem_of_the_worked_example_is_as_it_was(void **state)
{
	(void)state;
	postmortem_is_golden("checkout.json", "checkout-postmortem.md");
}

static void hostile_texts_stay_text_in_a_postmortem(void **state)
{
	(void)state;
	postmortem_is_golden("naughty.json", "naughty-postmortem.md");
}

static void postmortem_says(const char *fixture, const char *words)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline(fixture);
	drop(page_free) struct page page;

	page_open(&page);
	print_postmortem(&page, timeline);
	if (!strstr(page_text(&page), words))
		fail_msg("%s has no \"%s\":\n%s", fixture, words, page.text);
}

static void a_postmortem_says_start_end_zone_and_how_long(void **state)
{
	(void)state;
	postmortem_says("naughty.json", "20 November 2026, 10:00 to 11:30 UTC (1 h 30 min)");
	postmortem_says("over-midnight.json",
			"20 November 2026, 22:00 to 22 November 2026, 00:10 UTC (1 d 2 h 10 min)");
	postmortem_says("reopened.json", "20 November 2026, 10:00 to 13:30 UTC (3 h 30 min)");
	postmortem_says("reopened.json", "It came back on 20 November 2026 at 12:00 UTC.");
	postmortem_says("until.json", "20 November 2026, 10:00 to 11:30 UTC (1 h 30 min)");
}

static void a_postmortem_is_in_the_zone_that_was_asked_for(void **state)
{
	(void)state;
	assert_int_equal(when_use_zone("Asia/Kolkata"), 0);
	postmortem_says("until.json", "20 November 2026, 15:30 to 17:00 IST (1 h 30 min)");
	postmortem_says("until.json", "## Timeline (all times in Asia/Kolkata)");
	postmortem_says("until.json", "template=standard tz=Asia/Kolkata -->\n");
	assert_int_equal(when_use_zone("UTC"), 0);
}

static void a_postmortem_says_what_each_dead_end_cost(void **state)
{
	(void)state;
	postmortem_says("dead-ends.json", "Misleading path, 20 min lost since 10:10: network.");
	postmortem_says("dead-ends.json", "Misleading path, time lost not recorded: the moon.");
	postmortem_says("dead-ends.json", "4 misleading paths cost 30 min, and more that was not");
}

static void a_postmortem_asks_for_what_only_people_know(void **state)
{
	(void)state;
	postmortem_says("dead-ends.json", "\\<the root cause, in one sentence\\>");
	postmortem_says("dead-ends.json", "\\<when and how it was detected");
	postmortem_says("reopened.json", "\\<what share of users was affected\\>");
}

/* Markers in a text must not end a block, nor begin one. */
static void every_marker_of_a_document_is_one_of_the_template(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("naughty.json");
	size_t in_template = 0, in_document = 0;
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	print_postmortem(&page, timeline);
	for (const char *at = templates->text; (at = strstr(at, "<!-- incident:")); at++)
		in_template++;
	for (const char *at = page_text(&page); (at = strstr(at, "<!-- incident:")); at++)
		in_document++;
	assert_true(in_template > 0);
	assert_int_equal(in_document, in_template + 1);
}

/* A folder of our own, as the path of a file in it. */
static void folder_make(char path[64])
{
	strcpy(path, "/tmp/incident-report-XXXXXX");
	assert_non_null(mkdtemp(path));
	strcat(path, "/pm.md");
}

static void folder_remove(char *path)
{
	unlink(path);
	*strrchr(path, '/') = '\0';
	assert_int_equal(rmdir(path), 0);
}

static void a_document_is_created_whole_and_leaves_nothing_beside_it(void **state)
{
	drop(buffer_free) struct buffer document = { 0 };
	drop(free) char *text = NULL;
	char path[64];

	(void)state;
	folder_make(path);
	buffer_add_text(&document, "# Postmortem\n");
	assert_int_equal(file_create(path, &document), 0);
	text = fixture_read(path);
	assert_string_equal(text, "# Postmortem\n");
	folder_remove(path);
}

static void a_document_that_is_there_is_never_touched(void **state)
{
	drop(buffer_free) struct buffer one = { 0 }, two = { 0 };
	drop(free) char *text = NULL;
	char path[64];

	(void)state;
	folder_make(path);
	buffer_add_text(&one, "three days of writing");
	buffer_add_text(&two, "new");
	assert_int_equal(file_create(path, &one), 0);
	assert_int_equal(file_create(path, &two), EEXIST);
	text = fixture_read(path);
	assert_string_equal(text, "three days of writing");
	folder_remove(path);
}

static void a_link_to_nowhere_is_there_too(void **state)
{
	drop(buffer_free) struct buffer document = { 0 };
	char path[64];

	(void)state;
	folder_make(path);
	buffer_add_text(&document, "new");
	assert_int_equal(symlink("nowhere", path), 0);
	assert_int_equal(file_create(path, &document), EEXIST);
	folder_remove(path);
}

static void a_document_in_no_folder_is_an_error_and_no_file(void **state)
{
	drop(buffer_free) struct buffer document = { 0 };

	(void)state;
	buffer_add_text(&document, "new");
	assert_int_equal(file_create("/nonexistent/folder/pm.md", &document), -ENOENT);
}

static void a_postmortem_of_what_was_never_resolved_says_so(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	json_object_set_new(timeline->incident, "state", json_string("closed"));
	json_object_set_new(timeline->incident, "last_recorded_at",
			    json_string("2026-11-20T04:32:11.000000Z"));
	page_open(&page);
	print_postmortem(&page, timeline);
	assert_non_null(
		strstr(page_text(&page),
		       "03:02 to 04:32 UTC (1 h 30 min), when it was closed; never resolved."));
	assert_null(strstr(page_text(&page), "not over yet"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_postmortem_of_the_worked_example_is_as_it_was),
		cmocka_unit_test(hostile_texts_stay_text_in_a_postmortem),
		cmocka_unit_test(a_postmortem_says_start_end_zone_and_how_long),
		cmocka_unit_test(a_postmortem_is_in_the_zone_that_was_asked_for),
		cmocka_unit_test(a_postmortem_of_what_was_never_resolved_says_so),
		cmocka_unit_test(a_postmortem_says_what_each_dead_end_cost),
		cmocka_unit_test(a_postmortem_asks_for_what_only_people_know),
		cmocka_unit_test(every_marker_of_a_document_is_one_of_the_template),
		cmocka_unit_test(a_document_is_created_whole_and_leaves_nothing_beside_it),
		cmocka_unit_test(a_document_that_is_there_is_never_touched),
		cmocka_unit_test(a_link_to_nowhere_is_there_too),
		cmocka_unit_test(a_document_in_no_folder_is_an_error_and_no_file),
	};

	when_use_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
