/* SPDX-License-Identifier: MIT */
#pragma once

/* Entries of one incident, folded into its summary in any order. Included behind cmocka.h. */
#include <string.h>

#include "daemon/store/summary.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/stamp.h"

#define EVENTS_MAX 40
#define SHUFFLES   20

struct history {
	struct event events[EVENTS_MAX];
	size_t count;
	bool merged;
};

static const struct id the_incident = { { 1 } }, another = { { 2 } };

static uint64_t seed = 42;

static inline size_t below(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static inline void clear(struct summary *summary, bool merged)
{
	summary->id = the_incident;
	summary->root = merged ? another : the_incident;
	summary_clear(summary);
}

/* Pivots first unless `blind`; order gives the places of the events. */
static inline void fold(const struct history *history, const size_t *order, bool blind,
			struct summary *summary)
{
	clear(summary, history->merged);
	for (size_t i = 0; i < history->count && !blind; i++)
		summary_pivot(summary, &history->events[order[history->count - 1 - i]],
			      (int64_t)order[history->count - 1 - i] + 1);
	for (size_t i = 0; i < history->count; i++)
		assert_int_equal(
			summary_fold(summary, &history->events[order[i]], (int64_t)order[i] + 1),
			0);
	summary_settle(summary);
}

static inline void in_order(size_t *order)
{
	for (size_t i = 0; i < EVENTS_MAX; i++)
		order[i] = i;
}

static inline void shuffle(size_t *order, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = below(i), kept = order[i - 1];

		order[i - 1] = order[j];
		order[j] = kept;
	}
}

/* All of a summary that is kept. */
static inline void describe(const struct summary *s, struct buffer *out)
{
	const int64_t numbers[] = { s->opened_pos,
				    s->opened_at,
				    s->title_pos,
				    s->severity,
				    s->severity_at,
				    s->severity_pos,
				    s->entries,
				    s->corrected,
				    s->retracted,
				    s->impacts,
				    s->impacts_open,
				    s->impact_until,
				    s->reopened_at,
				    s->mitigated_at,
				    s->resolved_at,
				    s->closed_at,
				    s->closed_pos,
				    s->resolved_recorded_at,
				    s->person_recorded_at,
				    s->last_recorded_at,
				    s->shared };

	buffer_clear(out);
	buffer_printf(out, "%s %s '%s'", state_names[s->state], s->reason, s->title);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		buffer_printf(out, " %lld", (long long)numbers[i]);
	for (int i = 0; i < MILESTONE_COUNT; i++) {
		const struct mark *mark = &s->marks[i];

		buffer_printf(out, " %s %d %lld %lld %d", milestone_names[i], mark->rank,
			      (long long)mark->at, (long long)mark->pos, mark->about);
	}
	assert_false(out->failed);
}

/* How many of the shuffled foldings differ from the one in order. */
static inline int count_differing(const struct history *history, bool blind)
{
	drop(buffer_free) struct buffer straight = { 0 };
	drop(buffer_free) struct buffer shuffled = { 0 };
	struct summary summary = { 0 };
	size_t order[EVENTS_MAX];
	int differing = 0;

	in_order(order);
	fold(history, order, false, &summary);
	describe(&summary, &straight);
	for (int i = 0; i < SHUFFLES; i++) {
		shuffle(order, history->count);
		fold(history, order, blind, &summary);
		describe(&summary, &shuffled);
		differing += strcmp(straight.data, shuffled.data) != 0;
	}
	summary_finish(&summary);
	return differing;
}
