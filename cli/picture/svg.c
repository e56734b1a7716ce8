/* SPDX-License-Identifier: MIT */
/*
 * The scene as an SVG that needs nothing else (w3.org/TR/SVG2): one coordinate system, 960 units wide,
 * colours by class from its own style, so that it is itself on paper, in the dark, and pasted elsewhere.
 * From above: the flags of the milestones, the lanes, the axis. Every mark has a title.
 */
#include "cli/picture/picture.h"

#include <string.h>

#include "cli/html/html.h"
#include "cli/picture/layout.h"
#include "cli/picture/letter.h"
#include "cli/style.h"
#include "cli/timeline/words.h"
#include "cli/veil/veil.h"
#include "lib/text.h"
#include "lib/when.h"

enum {
	width = 960,
	plot_left = 124,
	edge = width - 8,
	level_height = 18,
	row_height = 24,
	bar_height = 18,
	lane_space = 12, /* between lanes */
	line_height = 16,
	date_width = 74,
};

struct svg {
	struct buffer *out;
	const struct timeline *timeline;
	struct scene scene;
	struct layout layout;
	double lanes[LANES], top, bottom; /* where a lane begins, and all of them begin and end */
	double height;
	struct buffer footer; /* what was hidden in it */
};

/* U+FFFE and U+FFFF are no characters of XML (w3.org/TR/xml, 2.2). */
static void replace_others(char *safe)
{
	for (char *at = safe; (at = strstr(at, "\xef\xbf")); at++)
		if (at[2] == '\xbe' || at[2] == '\xbf')
			at[2] = '\xbd';
}

static void put_text(struct buffer *out, const char *text)
{
	drop(free) char *safe = text_safe(text, false);

	if (!safe) {
		out->failed = true;
		return;
	}
	replace_others(safe);
	html_text(out, safe);
}

static void put_label(struct buffer *out, const char *class, double x, double y, const char *text)
{
	buffer_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
	put_text(out, text);
	buffer_add_text(out, "</text>\n");
}

/* "2026-11-20 03:05, note: …", and how many more until when */
static void put_title(struct buffer *out, const struct spot *spot)
{
	char until[WHEN_TEXT_SIZE];

	buffer_add_text(out, "<title>");
	put_text(out, spot->mark->title);
	if (spot->count > 1)
		buffer_printf(out, " – and %zu more until %s", spot->count - 1,
			      words_near(spot->last->from, spot->mark->from, until));
	buffer_add_text(out, "</title>");
}

static const char *class_of(enum look look)
{
	static const char *const names[LOOKS] = { "impact", "dead-end", "confirmed", "open",
						  "action", "message",  "entry" };

	return names[look];
}

static void put_spot(struct svg *svg, const struct spot *spot)
{
	double top = svg->lanes[spot->mark->lane] + (double)spot->row * row_height;
	double middle = top + bar_height / 2.0;
	char many[32];

	buffer_printf(svg->out, "<g class=\"mark %s\">", class_of(spot->mark->look));
	put_title(svg->out, spot);
	if (spot->bar)
		buffer_printf(svg->out,
			      "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
			      spot->left, top, spot->right - spot->left, bar_height);
	else
		buffer_printf(svg->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"/>",
			      (spot->left + spot->right) / 2, middle,
			      spot->count > 1 ? "5" : "4.5");
	buffer_add_text(svg->out, "</g>\n");
	snprintf(many, sizeof(many), "%zu entries", spot->count);
	if (spot->bar && spot->count > 1)
		put_label(svg->out, "label", spot->left + 6, middle + 4, many);
	if (spot->label && *spot->label)
		put_label(svg->out, "label", spot->label_left, middle + 4, spot->label);
}

static const char *const lane_classes[] = { "lane", "lane odd" };

/* Where lanes begin: those in which nothing is take no room. */
static void stack(struct svg *svg)
{
	double y = svg->top = 8 + (double)svg->layout.levels * level_height + 4;

	for (enum lane lane = LANE_IMPACT; lane < LANES; lane++) {
		svg->lanes[lane] = y + lane_space / 2.0;
		if (svg->layout.rows[lane])
			y += (double)svg->layout.rows[lane] * row_height -
			     (row_height - bar_height) + lane_space;
	}
	svg->bottom = y;
	y += (svg->layout.axis.count > 1 ? 3 : 2) * line_height + 8;
	svg->height = y + (svg->footer.size ? line_height + 4 : 0);
}

static void put_lanes(struct svg *svg)
{
	size_t shown = 0;

	for (enum lane lane = LANE_IMPACT; lane < LANES; lane++) {
		double top = svg->lanes[lane] - lane_space / 2.0;
		double end =
			lane + 1 < LANES ? svg->lanes[lane + 1] - lane_space / 2.0 : svg->bottom;

		if (!svg->layout.rows[lane])
			continue;
		buffer_printf(
			svg->out,
			"<rect class=\"%s\" x=\"0\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>\n",
			lane_classes[shown++ % 2], top, width, end - top);
		put_label(svg->out, "name", 8, svg->lanes[lane] + bar_height / 2.0 + 4,
			  lane_name(lane));
	}
}

static void put_ticks(struct svg *svg)
{
	struct axis_tick ticks[AXIS_TICKS];
	size_t count = axis_ticks(&svg->layout.axis, 52, ticks);
	double taken = 0;
	char text[WHEN_TEXT_SIZE];

	put_label(svg->out, "soft", 8, svg->bottom + line_height + 2, when_zone());
	for (size_t i = 0; i < count; i++) {
		double x = ticks[i].x;

		buffer_printf(svg->out, "<path class=\"tick\" d=\"M%.1f %.1fV%.1f\"/>\n", x,
			      svg->top, svg->bottom + 4);
		put_label(svg->out, "soft middle", x, svg->bottom + line_height + 2,
			  when_format(ticks[i].at, WHEN_SHORT, text));
		if (!ticks[i].new_day || x - date_width / 2.0 < taken)
			continue;
		put_label(svg->out, "soft middle", x, svg->bottom + 2 * line_height + 2,
			  when_format(ticks[i].at, WHEN_DATE, text));
		taken = x + date_width / 2.0 + 4;
	}
}

/* What is folded is a band across the lanes, and its length stands below the dates. */
static void put_folds(struct svg *svg)
{
	const struct axis *axis = &svg->layout.axis;
	double taken = 0;

	for (size_t i = 0; i + 1 < axis->count; i++) {
		const struct axis_part *before = &axis->parts[i], *next = before + 1;
		double middle = (before->right + next->left) / 2;
		char lasted[WHEN_TEXT_SIZE];

		words_lasted(next->from - before->to, lasted);
		buffer_printf(
			svg->out,
			"<g><title>%s in which nothing was recorded</title><rect class=\"fold\" "
			"x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/></g>\n",
			lasted, before->right + 4, svg->top, next->left - before->right - 8,
			svg->bottom - svg->top);
		if (middle - letter_width(lasted) / 2 < taken)
			continue;
		put_label(svg->out, "soft middle", middle, svg->bottom + 3 * line_height + 2,
			  lasted);
		taken = middle + letter_width(lasted) / 2 + 6;
	}
}

static void put_poles(struct svg *svg)
{
	for (size_t i = 0; i < svg->scene.flag_count; i++) {
		const struct pole *pole = &svg->layout.poles[i];
		double y = svg->top - 8 - (double)pole->level * level_height;
		char at[WHEN_TEXT_SIZE];

		buffer_printf(
			svg->out,
			"<g class=\"pole\"><title>%s: %s</title><path d=\"M%.1f %.1fV%.1f\"/></g>\n",
			pole->flag->label, when_format(pole->flag->at, WHEN_PROSE, at), pole->x,
			y - 10, svg->bottom);
		put_label(svg->out, "flag", pole->label_left, y, pole->label ? pole->label : "");
	}
}

/* On the right, room for the longest flag. */
static double plot_right(const struct scene *scene)
{
	double most = 60;

	for (size_t i = 0; i < scene->flag_count; i++) {
		double flag = letter_width(scene->flags[i].label) + 10;

		most = flag > most ? flag : most;
	}
	return edge - (most < 240 ? most : 240);
}

static void put_head(struct svg *svg)
{
	buffer_printf(svg->out,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" role=\"img\" "
		      "viewBox=\"0 0 %d %.0f\" aria-label=\"Timeline of ",
		      width, svg->height);
	put_text(svg->out,
		 svg->timeline->incident ? outage_title(svg->timeline->incident) : "incidents");
	buffer_printf(
		svg->out,
		"\">\n<style>\n%s</style>\n<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
		"patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		"<path class=\"hatch\" d=\"M3 0V6\"/></pattern></defs>\n",
		picture_style);
}

/* What was hidden in it. */
static void put_footer(struct svg *svg)
{
	if (svg->footer.size)
		put_label(svg->out, "soft", 8, svg->height - 8, svg->footer.data);
}

static void draw(struct svg *svg)
{
	stack(svg);
	put_head(svg);
	put_lanes(svg);
	put_ticks(svg);
	put_folds(svg);
	put_poles(svg);
	for (size_t i = 0; i < svg->layout.count; i++)
		put_spot(svg, &svg->layout.spots[i]);
	put_footer(svg);
	buffer_add_text(svg->out, "</svg>\n");
}

void picture_svg(struct buffer *out, const struct timeline *timeline, const struct filter *filter,
		 int64_t now)
{
	struct svg svg = { .out = out,
			   .timeline = timeline,
			   .scene = scene_make(timeline, filter, now) };

	veil_footer(&svg.footer, timeline->veil);
	if (svg.scene.time_count) {
		svg.layout = layout_make(&svg.scene, plot_left, plot_right(&svg.scene), edge);
		if (!svg.layout.failed)
			draw(&svg);
	}
	out->failed |= svg.scene.failed || svg.layout.failed;
	buffer_free(&svg.footer);
	layout_free(&svg.layout);
	scene_free(&svg.scene);
}
