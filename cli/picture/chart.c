/* SPDX-License-Identifier: MIT */
/*
 * The scene in characters, 80 columns wide: a bar has a line and its words below it; what is of one instant
 * shares a line with its lane, a cell of several shows their number. Milestones are numbers with a legend.
 */
#include "cli/picture/picture.h"

#include <string.h>

#include "cli/picture/axis.h"
#include "cli/picture/scene.h"
#include "lib/text.h"
#include "lib/when.h"

enum { columns = 80, gutter = 15, plot = columns - gutter, fold_cells = 4, ticks_apart = 8 };

struct chart {
	struct buffer *out;
	struct scene scene;
	struct axis axis;
	size_t bars; /* drawn so far */
};

static size_t cell_of(const struct chart *chart, int64_t at)
{
	double cell = axis_place(&chart->axis, at);

	return cell < 0 ? 0 : cell > plot - 1 ? plot - 1 : (size_t)(cell + 0.5);
}

static void put_spaces(struct buffer *out, size_t count)
{
	buffer_printf(out, "%*s", (int)count, "");
}

static void put_name(struct buffer *out, const char *name)
{
	size_t cells = text_width(name);

	buffer_add_text(out, name);
	put_spaces(out, cells < gutter ? gutter - cells : 1);
}

/* Cells of one byte each, without the spaces at their end. */
static void put_cells(struct buffer *out, const char *cells)
{
	size_t size = plot;

	while (size && cells[size - 1] == ' ')
		size--;
	buffer_add(out, cells, size);
	buffer_add_text(out, "\n");
}

static void put_dates(struct buffer *out, const struct axis_tick *ticks, size_t count)
{
	char dates[plot + 16], text[WHEN_TEXT_SIZE];
	size_t taken = 0;

	memset(dates, ' ', sizeof(dates));
	for (size_t i = 0; i < count; i++) {
		size_t cell = (size_t)(ticks[i].x + 0.5);
		size_t from = cell + 10 > plot ? plot - 10 : cell;

		if (!ticks[i].new_day || from < taken)
			continue;
		memcpy(dates + from, when_format(ticks[i].at, WHEN_DATE, text), 10);
		taken = from + 12;
	}
	put_spaces(out, gutter);
	put_cells(out, dates);
}

/* The clocks, and below them a rule with a tick for each, "/" where time is folded. */
static void put_axis(struct chart *chart)
{
	char clocks[plot + 16], rule[plot], text[WHEN_TEXT_SIZE];
	struct axis_tick ticks[AXIS_TICKS];
	size_t count = axis_ticks(&chart->axis, ticks_apart, ticks), taken = 0;

	put_dates(chart->out, ticks, count);
	memset(clocks, ' ', sizeof(clocks));
	memset(rule, '-', sizeof(rule));
	for (size_t i = 0; i + 1 < chart->axis.count; i++)
		for (size_t cell = (size_t)chart->axis.parts[i].right + 1;
		     cell < (size_t)chart->axis.parts[i + 1].left; cell++)
			rule[cell] = '/';
	for (size_t i = 0; i < count; i++) {
		size_t cell = cell_of(chart, ticks[i].at);
		size_t from = cell + 5 > plot ? plot - 5 : cell;

		rule[cell] = '|';
		if (from < taken)
			continue;
		taken = from + 6;
		memcpy(clocks + from, when_format(ticks[i].at, WHEN_SHORT, text), 5);
	}
	put_name(chart->out, when_zone());
	put_cells(chart->out, clocks);
	put_spaces(chart->out, gutter);
	put_cells(chart->out, rule);
}

/* Words of a bar, as near to its beginning as they fit. */
static void put_words(struct chart *chart, const char *label, size_t from)
{
	drop(free) char *fitted = text_fit(label, plot, true);
	size_t cells = fitted ? text_width(fitted) : 0;

	if (!fitted) {
		chart->out->failed = true;
		return;
	}
	put_spaces(chart->out, gutter + (from + cells > plot ? plot - cells : from));
	buffer_printf(chart->out, "%s\n", fitted);
}

static char letter_of(enum look look)
{
	static const char letters[LOOKS] = {
		[LOOK_IMPACT] = '#', [LOOK_DEAD_END] = 'x', [LOOK_CONFIRMED] = '=',
		[LOOK_OPEN] = '?',   [LOOK_ACTION] = '*',   [LOOK_MESSAGE] = '*',
		[LOOK_ENTRY] = '*'
	};

	return letters[look];
}

static bool is_bar(const struct mark *mark)
{
	return mark->to > mark->from || mark->look == LOOK_IMPACT;
}

static void put_bar(struct chart *chart, const struct mark *mark, const char *name)
{
	size_t from = cell_of(chart, mark->from), to = cell_of(chart, mark->to);
	char cells[plot];

	memset(cells, ' ', sizeof(cells));
	memset(cells + from, letter_of(mark->look), to - from + 1);
	put_name(chart->out, name);
	put_cells(chart->out, cells);
	put_words(chart, mark->label, from);
	chart->bars++;
}

/* One more here: "*", "2", … "9", "+". */
static void count_up(char *cell, char first)
{
	if (*cell == ' ')
		*cell = first;
	else if (*cell == first)
		*cell = '2';
	else if (*cell >= '2' && *cell < '9')
		(*cell)++;
	else
		*cell = '+';
}

static void put_lane(struct chart *chart, enum lane lane)
{
	const char *name = lane_name(lane);
	char cells[plot];
	size_t dots = 0, left_out = 0;

	memset(cells, ' ', sizeof(cells));
	for (size_t i = 0; i < chart->scene.count; i++) {
		const struct mark *mark = &chart->scene.marks[i];

		if (mark->lane != lane)
			continue;
		if (!is_bar(mark)) {
			count_up(&cells[cell_of(chart, mark->from)], letter_of(mark->look));
			dots++;
		} else if (chart->bars < PICTURE_ROWS) {
			put_bar(chart, mark, name);
			name = "";
		} else {
			left_out++;
		}
	}
	if (dots) {
		put_name(chart->out, name);
		put_cells(chart->out, cells);
	}
	if (left_out) {
		put_spaces(chart->out, gutter);
		buffer_printf(chart->out, "and %zu more\n", left_out);
	}
}

/* "1 started, detected 14:00   2 acknowledged 14:05", in as many lines as it takes */
static void put_legend(struct chart *chart)
{
	size_t column = columns;

	for (size_t i = 0; i < chart->scene.flag_count; i++) {
		const char *label = chart->scene.flags[i].label;
		size_t cells = text_width(label) + 2;

		if (column + 3 + cells > columns) {
			buffer_add_text(chart->out, i ? "\n" : "");
			put_spaces(chart->out, gutter);
			column = gutter;
		} else {
			put_spaces(chart->out, 3);
			column += 3;
		}
		buffer_printf(chart->out, "%zu %s", i + 1, label);
		column += cells;
	}
	buffer_add_text(chart->out, chart->scene.flag_count ? "\n" : "");
}

/* Two of one cell stand beside each other. */
static void put_flags(struct chart *chart)
{
	char cells[plot];
	size_t next = 0;

	if (!chart->scene.flag_count)
		return;
	memset(cells, ' ', sizeof(cells));
	for (size_t i = 0; i < chart->scene.flag_count; i++) {
		size_t cell = cell_of(chart, chart->scene.flags[i].at);
		size_t most = plot - chart->scene.flag_count + i;

		cell = cell < next ? next : cell > most ? most : cell;
		cells[cell] = (char)('1' + i);
		next = cell + 1;
	}
	put_name(chart->out, "Milestones");
	put_cells(chart->out, cells);
	put_legend(chart);
}

static void put_key(struct buffer *out)
{
	put_spaces(out, gutter);
	buffer_add_text(out, "# impact  x dead end  = confirmed  ? still suspected  * entry\n");
}

void picture_chart(struct buffer *out, const struct timeline *timeline, const struct filter *filter,
		   int64_t now)
{
	const struct axis_frame frame = { 0, plot - 1, fold_cells, 1 };
	struct chart chart = { .out = out, .scene = scene_make(timeline, filter, now) };

	if (chart.scene.time_count) {
		chart.axis = axis_make(&frame, chart.scene.times, chart.scene.time_count);
		put_axis(&chart);
		for (enum lane lane = LANE_IMPACT; lane < LANES; lane++)
			put_lane(&chart, lane);
		put_flags(&chart);
		put_key(out);
	}
	out->failed |= chart.scene.failed;
	scene_free(&chart.scene);
}
