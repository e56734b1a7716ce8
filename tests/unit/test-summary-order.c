/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/summary-fixture.h"

#define HISTORIES 300

static struct event random_event(const json_t *data)
{
	static const enum kind some[] = { KIND_NOTE,      KIND_DETECTED,  KIND_IMPACT,
					  KIND_CAUSE,     KIND_RESOLVED,  KIND_REOPENED,
					  KIND_MITIGATED, KIND_CLOSED,    KIND_SEVERITY,
					  KIND_RETITLED,  KIND_ESCALATED, KIND_ACKNOWLEDGED,
					  KIND_SHARED,    KIND_AMENDED };
	int64_t at = 10 * STAMP_HOUR + (int64_t)below(12) * STAMP_MINUTE;

	return (struct event){
		.incident = below(8) ? the_incident : another,
		.kind = some[below(sizeof(some) / sizeof(some[0]))],
		.at = below(8) ? at : EVENT_NEVER,
		.until = below(3) ? EVENT_NEVER : at + STAMP_MINUTE,
		.recorded_at = 10 * STAMP_HOUR + (int64_t)below(20) * STAMP_MINUTE,
		.at_given = below(2),
		.about = below(2),
		.retracted = !below(8),
		.author = { .uid = below(4) ? 1000 : 0, .login = EVENT_NOBODY },
		.source = below(4) ? NULL : "cron",
		.text = below(2) ? "one" : "another",
		.data = data,
	};
}

static void make_history(struct history *history, const json_t *data)
{
	*history = (struct history){ .count = 3 + below(12) };
	for (size_t i = 0; i < history->count; i++)
		history->events[i] = random_event(data);
	history->events[0].kind = KIND_OPENED;
	history->events[0].id = the_incident;
	history->events[0].retracted = false;
}

static void pivots_first_the_order_of_folding_does_not_matter(void **state)
{
	drop(json_decref) json_t *data = json_pack("{s:i, s:s}", "to", 2, "reason", "external");
	int differing = 0, blind = 0;

	(void)state;
	seed = 7;
	for (int i = 0; i < HISTORIES; i++) {
		struct history history;

		make_history(&history, data);
		differing += count_differing(&history, false);
		blind += count_differing(&history, true);
	}
	assert_int_equal(differing, 0);
	assert_true(blind > HISTORIES);
}

static bool decides(const struct summary *summary, const struct event *event)
{
	(void)summary;
	return summary_decides(event->kind);
}

static bool is_judged(const struct summary *summary, const struct event *event)
{
	(void)summary;
	return summary_is_judged(event->kind);
}

static bool is_awaited(const struct summary *summary, const struct event *event)
{
	return !summary_decides(event->kind) && summary_awaits_attention(summary, event->at);
}

static void decide_some(const struct history *history, struct summary *summary,
			bool (*wanted)(const struct summary *, const struct event *))
{
	for (size_t i = 0; i < history->count; i++)
		if (wanted(summary, &history->events[i]))
			assert_int_equal(
				summary_decide(summary, &history->events[i], (int64_t)i + 1), 0);
}

/* The pivots, then those that decide, then who acknowledged it. */
static void decide(const struct history *history, struct summary *summary)
{
	bool unheeded = summary->unheeded;

	summary_forget(summary);
	for (size_t i = 0; i < history->count; i++)
		summary_pivot(summary, &history->events[i], (int64_t)i + 1);
	decide_some(history, summary, decides);
	if (unheeded)
		decide_some(history, summary, is_awaited);
	summary_settle(summary);
	summary->unheeded = false;
}

/* As the daemon does: what is no pivot is folded when it comes, after one what decides is folded anew. */
static void follow(struct history *history, struct summary *summary, bool heed)
{
	const struct event *event = &history->events[history->count++];
	int64_t pos = (int64_t)history->count;

	assert_int_equal(
		heed ? summary_add(summary, event, pos) : summary_fold(summary, event, pos), 0);
	if (summary->shaken) {
		decide(history, summary);
	} else if (summary->unsure) {
		summary_forget_judged(summary);
		decide_some(history, summary, is_judged);
	}
}

static int count_wrong(struct history history, bool heed)
{
	drop(buffer_free) struct buffer live = { 0 };
	drop(buffer_free) struct buffer anew = { 0 };
	struct summary followed = { 0 }, whole = { 0 };
	size_t count = history.count, order[EVENTS_MAX];
	int wrong = 0;

	in_order(order);
	clear(&followed, false);
	for (history.count = 0; history.count < count;) {
		follow(&history, &followed, heed);
		fold(&history, order, false, &whole);
		describe(&followed, &live);
		describe(&whole, &anew);
		wrong += strcmp(live.data, anew.data) != 0;
	}
	summary_finish(&followed);
	summary_finish(&whole);
	return wrong;
}

static void only_after_a_pivot_what_decides_has_to_be_folded_anew(void **state)
{
	drop(json_decref) json_t *data = json_pack("{s:i}", "to", 2);
	int wrong = 0, blind = 0;

	(void)state;
	seed = 8;
	for (int i = 0; i < HISTORIES; i++) {
		struct history history;

		make_history(&history, data);
		wrong += count_wrong(history, true);
		blind += count_wrong(history, false);
	}
	assert_int_equal(wrong, 0);
	assert_true(blind > HISTORIES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pivots_first_the_order_of_folding_does_not_matter),
		cmocka_unit_test(only_after_a_pivot_what_decides_has_to_be_folded_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
