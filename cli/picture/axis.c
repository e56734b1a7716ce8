/* SPDX-License-Identifier: MIT */
/*
 * A gap is folded if it would take most of what is still drawn, or if it is a night: the longest first,
 * each judged by what those before it left. Ticks are looked for where the clocks of
 * the zone show round times, so they stay round when the clocks change.
 */
#include "cli/picture/axis.h"

#include "lib/stamp.h"
#include "lib/when.h"
#include "lib/zone.h"

static const int64_t shortest_fold = STAMP_HOUR, night = 6 * STAMP_HOUR;

static const int64_t steps[] = {
	STAMP_SECOND,     5 * STAMP_SECOND, 15 * STAMP_SECOND, 30 * STAMP_SECOND, STAMP_MINUTE,
	2 * STAMP_MINUTE, 5 * STAMP_MINUTE, 10 * STAMP_MINUTE, 15 * STAMP_MINUTE, 30 * STAMP_MINUTE,
	STAMP_HOUR,       2 * STAMP_HOUR,   3 * STAMP_HOUR,    6 * STAMP_HOUR,    12 * STAMP_HOUR,
	STAMP_DAY,        2 * STAMP_DAY,    7 * STAMP_DAY,     14 * STAMP_DAY,    28 * STAMP_DAY,
	91 * STAMP_DAY,   364 * STAMP_DAY
};

/* Gaps that are folded: folds[i] is the index of the instant that ends one, ascending. */
struct folds {
	size_t at[AXIS_PARTS - 1], count;
	int64_t drawn; /* the time that is left unfolded */
};

static bool is_folded(const struct folds *folds, size_t index)
{
	for (size_t i = 0; i < folds->count; i++)
		if (folds->at[i] == index)
			return true;
	return false;
}

static size_t longest_gap(const struct folds *folds, const int64_t *times, size_t count)
{
	size_t longest = 0;

	for (size_t i = 1; i < count; i++)
		if (!is_folded(folds, i) &&
		    (!longest || times[i] - times[i - 1] > times[longest] - times[longest - 1]))
			longest = i;
	return longest;
}

static void insert(struct folds *folds, size_t index)
{
	size_t i = folds->count++;

	for (; i > 0 && folds->at[i - 1] > index; i--)
		folds->at[i] = folds->at[i - 1];
	folds->at[i] = index;
}

static bool is_long(int64_t gap, int64_t drawn)
{
	return (gap > shortest_fold && gap > drawn / 3 * 2) || (gap > night && gap > drawn / 8);
}

static struct folds find_folds(const int64_t *times, size_t count)
{
	struct folds folds = { .drawn = times[count - 1] - times[0] };
	size_t longest;

	while (folds.count < AXIS_PARTS - 1 && (longest = longest_gap(&folds, times, count))) {
		int64_t gap = times[longest] - times[longest - 1];

		if (!is_long(gap, folds.drawn))
			break;
		insert(&folds, longest);
		folds.drawn -= gap;
	}
	return folds;
}

struct axis axis_make(const struct axis_frame *frame, const int64_t *times, size_t count)
{
	struct folds folds = find_folds(times, count);
	double parts = (double)(folds.count + 1);
	double free_width = frame->right - frame->left - (double)folds.count * frame->fold -
			    parts * frame->least;
	struct axis axis = { .count = folds.count + 1 };
	double left = frame->left;

	for (size_t i = 0; i < axis.count; i++) {
		struct axis_part *part = &axis.parts[i];
		double share = 1 / parts;

		part->from = times[i ? folds.at[i - 1] : 0];
		part->to = times[i < folds.count ? folds.at[i] - 1 : count - 1];
		if (folds.drawn)
			share = (double)(part->to - part->from) / (double)folds.drawn;
		part->left = left;
		part->right = left + frame->least + share * free_width;
		left = part->right + frame->fold;
	}
	return axis;
}

static double between(int64_t at, int64_t from, int64_t to, double left, double right)
{
	if (to == from)
		return (left + right) / 2;
	return left + (double)(at - from) / (double)(to - from) * (right - left);
}

double axis_place(const struct axis *axis, int64_t at)
{
	const struct axis_part *before = NULL;

	if (at < axis->parts[0].from)
		return axis->parts[0].left;
	for (size_t i = 0; i < axis->count; i++) {
		const struct axis_part *part = &axis->parts[i];

		if (before && at < part->from)
			return between(at, before->to, part->from, before->right, part->left);
		if (at <= part->to)
			return between(at, part->from, part->to, part->left, part->right);
		before = part;
	}
	return before->right;
}

/* The step that the longest part can take. */
static int64_t step_for(const struct axis *axis, double apart)
{
	const struct axis_part *longest = &axis->parts[0];
	const size_t count = sizeof(steps) / sizeof(*steps);
	size_t i = 0;

	for (size_t part = 1; part < axis->count; part++)
		if (axis->parts[part].to - axis->parts[part].from > longest->to - longest->from)
			longest = &axis->parts[part];
	double width = longest->right - longest->left;
	double lasted = (double)(longest->to - longest->from);

	while (i + 1 < count && (double)steps[i] * width < apart * lasted)
		i++;
	return steps[i];
}

/* The first instant from `at` on at which the clocks show a multiple of the step. */
static int64_t round_up(int64_t at, int64_t step)
{
	int64_t offset = zone_show(at).offset * STAMP_SECOND;
	int64_t shown = at + offset;
	int64_t tick = (shown + step - 1) / step * step - offset;

	/* where the clocks change in between */
	return tick + offset - zone_show(tick).offset * STAMP_SECOND;
}

static void add_tick(struct axis_tick ticks[AXIS_TICKS], size_t *count, int64_t at, double x,
		     double apart)
{
	const struct axis_tick *before = *count ? &ticks[*count - 1] : NULL;

	if (*count == AXIS_TICKS || (before && (x - before->x < apart || at <= before->at)))
		return;
	ticks[*count] = (struct axis_tick){ at, x, !before || !when_same_day(before->at, at) };
	(*count)++;
}

size_t axis_ticks(const struct axis *axis, double apart, struct axis_tick ticks[AXIS_TICKS])
{
	int64_t step = step_for(axis, apart);
	size_t count = 0;

	for (size_t i = 0; i < axis->count; i++) {
		const struct axis_part *part = &axis->parts[i];
		int64_t at = round_up(part->from, step);

		if (at > part->to)
			add_tick(ticks, &count, part->from, axis_place(axis, part->from), apart);
		for (; at <= part->to && count < AXIS_TICKS; at = round_up(at + 1, step))
			add_tick(ticks, &count, at, axis_place(axis, at), apart);
	}
	return count;
}
