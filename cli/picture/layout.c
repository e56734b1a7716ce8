/* SPDX-License-Identifier: MIT */
/*
 * Rows are filled from left to right. A mark takes the first row that is free where it is; if none is,
 * the label that reaches into its place is taken back: marks before labels. Where marks alone fill all
 * rows, the mark joins the one in its way.
 */
#include "cli/picture/layout.h"

#include <stdlib.h>
#include <string.h>

#include "cli/picture/letter.h"

enum {
	dot_size = 10,
	bar_least = 3,
	between = 6, /* free space between neighbours */
	inset = 6,   /* of a label in its bar, or beside its dot */
	label_most = 260,
	label_least = 40,
	fold_width = 40,
	part_least = 16,
};

struct row {
	struct spot *last;
	double end; /* what is taken, up to here */
};

static double marks_end(const struct spot *spot)
{
	return spot ? spot->right : -1e9;
}

/* Give a spot its label and say how far it reaches. */
static double put_label(struct layout *layout, struct spot *spot, double edge)
{
	const char *text = spot->mark->label;
	double left = (spot->bar ? spot->left : spot->right) + inset;
	double room = edge - left < label_most ? edge - left : label_most;
	double width;

	if (spot->bar && room < spot->right - left - inset)
		room = spot->right - left - inset;
	if (spot->count > 1 || room < label_least)
		return spot->right;
	spot->label = letter_fit(text, room);
	layout->failed |= !spot->label;
	width = spot->label ? letter_width(spot->label) : 0;
	spot->label_left = left;
	return left + width > spot->right ? left + width : spot->right;
}

static void drop_label(struct row *row)
{
	free(row->last->label);
	row->last->label = NULL;
	row->end = marks_end(row->last);
}

/* The first row of these that is free at x. `first + count`: none. */
static size_t free_row(const struct row *rows, size_t first, size_t count, double x)
{
	size_t row = first;

	while (row < first + count && rows[row].end + between > x)
		row++;
	return row;
}

static size_t free_of_marks(const struct row *rows, size_t first, size_t count, double x)
{
	size_t row = first;

	while (row < first + count && marks_end(rows[row].last) + 1 > x)
		row++;
	return row;
}

/* The row whose last mark ends first. */
static size_t nearest(const struct row *rows, size_t first, size_t count)
{
	size_t row = first;

	for (size_t i = first; i < first + count; i++)
		if (marks_end(rows[i].last) < marks_end(rows[row].last))
			row = i;
	return row;
}

static void join(struct spot *spot, const struct spot *other)
{
	spot->count++;
	spot->last = other->mark;
	if (other->bar && other->right > spot->right)
		spot->right = other->right;
}

/* Rows `first` to `first + count - 1` of a lane take the spot, or one that is there does. */
static void place(struct layout *layout, struct row *rows, size_t first, size_t count,
		  const struct spot *wanted, double edge)
{
	size_t row = free_row(rows, first, count, wanted->left);
	bool tight = row == first + count;

	if (tight)
		row = free_of_marks(rows, first, count, wanted->left);
	if (row == first + count) {
		row = nearest(rows, first, count);
		drop_label(&rows[row]);
		join(rows[row].last, wanted);
		rows[row].end = marks_end(rows[row].last);
		return;
	}
	if (tight)
		drop_label(&rows[row]);
	struct spot *spot = &layout->spots[layout->count++];

	*spot = *wanted;
	spot->row = row;
	rows[row].last = spot;
	rows[row].end = put_label(layout, spot, edge);
	if (layout->rows[spot->mark->lane] <= row)
		layout->rows[spot->mark->lane] = row + 1;
}

static struct spot spot_of(const struct layout *layout, const struct mark *mark)
{
	double from = axis_place(&layout->axis, mark->from);
	double to = axis_place(&layout->axis, mark->to);
	bool bar = mark->to > mark->from || mark->look == LOOK_IMPACT;

	if (!bar)
		return (struct spot){ .mark = mark,
				      .last = mark,
				      .count = 1,
				      .left = from - dot_size / 2.0,
				      .right = from + dot_size / 2.0 };
	return (struct spot){ .mark = mark,
			      .last = mark,
			      .count = 1,
			      .bar = true,
			      .left = from,
			      .right = to < from + bar_least ? from + bar_least : to };
}

/* Bars have the upper rows of a lane, what is of one instant those below. */
static void fill(struct layout *layout, const struct scene *scene, enum lane lane, bool bars,
		 double edge)
{
	struct row rows[LAYOUT_ROWS];
	size_t first = layout->rows[lane];
	size_t count = bars ? LAYOUT_ROWS - 3 : 3;

	for (size_t i = 0; i < LAYOUT_ROWS; i++)
		rows[i] = (struct row){ NULL, -1e9 };
	for (size_t i = 0; i < scene->count; i++) {
		struct spot spot = spot_of(layout, &scene->marks[i]);

		if (scene->marks[i].lane == lane && spot.bar == bars)
			place(layout, rows, first, count, &spot, edge);
	}
}

/*
 * From the right: a flag stands above all those on its right that its label reaches over, so no pole
 * crosses a label.
 */
static void raise(struct layout *layout, const struct scene *scene, double edge)
{
	for (size_t i = scene->flag_count; i-- > 0;) {
		struct pole *pole = &layout->poles[i];
		double end;

		pole->flag = &scene->flags[i];
		pole->x = axis_place(&layout->axis, pole->flag->at);
		pole->label_left = pole->x + 4;
		pole->label = letter_fit(pole->flag->label, edge - pole->label_left);
		layout->failed |= !pole->label;
		end = pole->label_left + (pole->label ? letter_width(pole->label) : 0) + between;
		for (size_t j = i + 1; j < scene->flag_count; j++)
			if (layout->poles[j].x < end && layout->poles[j].level >= pole->level)
				pole->level = layout->poles[j].level + 1;
		if (layout->levels <= pole->level)
			layout->levels = pole->level + 1;
	}
}

struct layout layout_make(const struct scene *scene, double left, double right, double edge)
{
	const struct axis_frame frame = { left, right, fold_width, part_least };
	struct layout layout = { .axis = axis_make(&frame, scene->times, scene->time_count) };

	layout.spots = calloc(scene->count + 1, sizeof(*layout.spots));
	if (!layout.spots) {
		layout.failed = true;
		return layout;
	}
	for (enum lane lane = LANE_IMPACT; lane < LANES; lane++) {
		fill(&layout, scene, lane, true, edge);
		fill(&layout, scene, lane, false, edge);
	}
	raise(&layout, scene, edge);
	return layout;
}

void layout_free(struct layout *layout)
{
	for (size_t i = 0; layout->spots && i < layout->count; i++)
		free(layout->spots[i].label);
	for (size_t i = 0; i < MILESTONES; i++)
		free(layout->poles[i].label);
	free(layout->spots);
	*layout = (struct layout){ 0 };
}
