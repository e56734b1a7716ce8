/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/text.h"
#include "lib/when.h"
#include "tests/unit/page.h"

/* The screens of the worked example, byte for byte. */
static const struct log_options all_entries = { .filter = { .since = EVENT_NEVER,
							    .until = EVENT_NEVER } };

static void the_log_looks_as_the_worked_example_says(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	view_log(&page.screen, timeline, &all_entries, now());
	assert_golden(&page, "checkout.log");
}

/* What is left without the sequences that set colours. */
static void strip(char *text)
{
	char *to = text;

	for (const char *at = text; *at; at++) {
		if (*at == '\033')
			at += strcspn(at, "m");
		else
			*to++ = *at;
	}
	*to = '\0';
}

static void the_log_in_colour_differs_in_nothing_but_colour(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;
	drop(page_free) struct page plain;

	(void)state;
	page_open(&page);
	page_open(&plain);
	page.screen.colour = true;
	view_log(&page.screen, timeline, &all_entries, now());
	view_log(&plain.screen, timeline, &all_entries, now());
	assert_golden(&page, "checkout-colour.log");
	assert_string_not_equal(page_text(&page), page_text(&plain));
	strip(page.text);
	assert_string_equal(page.text, plain.text);
}

static void the_log_is_ascii_where_the_locale_is(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	page.screen.utf8 = false;
	view_log(&page.screen, timeline, &all_entries, now());
	for (const char *at = page_text(&page); *at; at++)
		assert_true((unsigned char)*at < 0x80);
}

static void the_audit_shows_what_was_struck_out_and_old_values(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("corrected.json");
	struct log_options options = all_entries;
	drop(page_free) struct page page;

	(void)state;
	options.audit = true;
	page_open(&page);
	view_log(&page.screen, timeline, &options, now());
	assert_golden(&page, "corrected-audit.log");
}

static void a_change_of_day_is_a_line_of_its_own(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("over-midnight.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	view_log(&page.screen, timeline, &all_entries, now());
	assert_golden(&page, "over-midnight.log");
}

static void a_log_of_some_kinds_has_these_only_and_statements_too(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	struct log_options options = all_entries;
	drop(page_free) struct page page;

	(void)state;
	options.filter.some_kinds = true;
	options.filter.kind[KIND_TASK] = true;
	page_open(&page);
	view_log(&page.screen, timeline, &options, now());
	assert_non_null(strstr(page_text(&page), "alert on pool size"));
	assert_null(strstr(page_text(&page), "db1 answers ping"));
}

static void machines_can_be_left_out(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	struct log_options options = all_entries;
	drop(page_free) struct page page;

	(void)state;
	options.filter.people = true;
	page_open(&page);
	view_log(&page.screen, timeline, &options, now());
	assert_null(strstr(page_text(&page), "cron"));
	assert_null(strstr(page_text(&page), "deploy-bot"));
	assert_non_null(strstr(page_text(&page), "db1 answers ping"));
}

static void the_status_looks_as_the_worked_example_says(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	view_status(&page.screen, timeline, now());
	assert_golden(&page, "checkout.status");
}

static void customers_are_told_no_person_suspicion_or_host(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	static const char *const secrets[] = { "alice", "bob", "dana", "carol", "network", "db1" };
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	view_status_customers(&page.screen, timeline, now());
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		assert_null(strstr(page_text(&page), secrets[i]));
	assert_golden(&page, "checkout-customers.status");
}

static void the_list_looks_as_the_worked_example_says(void **state)
{
	drop(timeline_free) struct timeline *one = fixture_timeline("checkout.json");
	drop(timeline_free) struct timeline *two = fixture_timeline("over-midnight.json");
	drop(json_decref) json_t *incidents = json_pack("[O, O]", one->incident, two->incident);
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	view_list(&page.screen, incidents, now());
	assert_golden(&page, "two.list");
}

static void show_looks_as_the_worked_example_says(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	view_show(&page.screen, timeline, &metrics_built_in, now());
	assert_golden(&page, "checkout.show");
}

static void one_entry_is_shown_whole_with_its_corrections(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("corrected.json");
	drop(json_decref) json_t *related = json_array();
	drop(page_free) struct page page;

	(void)state;
	json_array_append(related, (json_t *)fixture_entry(timeline, "bbb4")->json);
	json_array_append(related, (json_t *)fixture_entry(timeline, "bbb5")->json);
	page_open(&page);
	view_event(&page.screen, fixture_entry(timeline, "bbb1")->json, NULL, related, NULL);
	assert_golden(&page, "corrected-event.show");
}

static void assert_narrow(struct page *page)
{
	for (const char *line = page_text(page); *line;) {
		size_t size = strcspn(line, "\n");
		drop(free) char *copy = strndup(line, size);

		assert_true(text_width(copy) <= page->screen.width);
		assert_true(size == 0 || line[size - 1] != ' ');
		line += size + (line[size] == '\n');
	}
}

static void a_narrow_terminal_gets_its_texts_under_the_entries(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	page.screen.width = 40;
	view_log(&page.screen, timeline, &all_entries, now());
	assert_golden(&page, "checkout-narrow.log");
	assert_narrow(&page);
}

static void a_narrow_terminal_gets_a_status_of_its_width(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	page.screen.width = 40;
	view_status(&page.screen, timeline, now());
	assert_golden(&page, "checkout-narrow.status");
	assert_narrow(&page);
}

/* The milestone `name` is moved to this time. */
static void move_milestone(struct timeline *timeline, const char *name, const char *at)
{
	for (size_t i = 0; i < MILESTONES; i++)
		if (strcmp(timeline->milestones[i].name, name) == 0)
			timeline->milestones[i].at = fixture_time(at);
}

static void what_is_before_the_start_is_said_to_be_before(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(json_decref) json_t *incidents = json_pack("[O]", timeline->incident);
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	move_milestone(timeline, "mitigated", "2026-11-20T02:53:11Z");
	view_show(&page.screen, timeline, &metrics_built_in, now());
	assert_non_null(strstr(page_text(&page), "02:53:11     9 min before  z4nb\n"));
	json_object_set_new(timeline->incident, "ended", json_string("2026-11-20T02:53:11Z"));
	view_list(&page.screen, incidents, now());
	assert_non_null(strstr(page_text(&page), "before the start  Checkout"));
}

static void what_was_never_resolved_is_said_to_be_so(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(page_free) struct page page;

	(void)state;
	json_object_set_new(timeline->incident, "state", json_string("merged"));
	page_open(&page);
	view_status(&page.screen, timeline, now());
	assert_non_null(strstr(page_text(&page), ", never resolved\n"));
	view_log(&page.screen, timeline, &all_entries, now());
	assert_non_null(strstr(page_text(&page), ", never resolved   commander"));
}

static void a_ruling_shows_the_entry_it_is_about(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(json_decref) json_t *none = json_array();
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	view_event(&page.screen, fixture_entry(timeline, "e7dk")->json,
		   fixture_entry(timeline, "3fk2")->json, none, NULL);
	assert_non_null(strstr(page_text(&page), "about       3fk2 suspected network issue\n"));
	assert_null(strstr(page_text(&page), "target"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_looks_as_the_worked_example_says),
		cmocka_unit_test(the_log_in_colour_differs_in_nothing_but_colour),
		cmocka_unit_test(the_log_is_ascii_where_the_locale_is),
		cmocka_unit_test(the_audit_shows_what_was_struck_out_and_old_values),
		cmocka_unit_test(a_change_of_day_is_a_line_of_its_own),
		cmocka_unit_test(a_log_of_some_kinds_has_these_only_and_statements_too),
		cmocka_unit_test(machines_can_be_left_out),
		cmocka_unit_test(the_status_looks_as_the_worked_example_says),
		cmocka_unit_test(customers_are_told_no_person_suspicion_or_host),
		cmocka_unit_test(the_list_looks_as_the_worked_example_says),
		cmocka_unit_test(show_looks_as_the_worked_example_says),
		cmocka_unit_test(one_entry_is_shown_whole_with_its_corrections),
		cmocka_unit_test(a_narrow_terminal_gets_its_texts_under_the_entries),
		cmocka_unit_test(a_narrow_terminal_gets_a_status_of_its_width),
		cmocka_unit_test(what_is_before_the_start_is_said_to_be_before),
		cmocka_unit_test(what_was_never_resolved_is_said_to_be_so),
		cmocka_unit_test(a_ruling_shows_the_entry_it_is_about),
	};

	when_use_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
