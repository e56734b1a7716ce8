/* SPDX-License-Identifier: MIT */
#include "cli/report/page.h"

#include <errno.h>
#include <string.h>

#include "cli/file.h"
#include "cli/html/html.h"
#include "cli/picture/picture.h"
#include "cli/report/document.h"
#include "cli/report/first-line.h"
#include "cli/say.h"
#include "lib/when.h"

/*
 * Only a document that shows a diagram for Mermaid gets a picture, and the one of its sort: who took it
 * out does not want one.
 * The first line says in which zone, and behind which veil, the picture is drawn.
 */
static void draw_svg(struct buffer *picture, const struct timeline *timeline,
		     const struct filter *filter, int64_t now)
{
	buffer_add_text(picture, "<figure tabindex=\"0\">\n");
	picture_svg(picture, timeline, filter, now);
	buffer_add_text(picture, "</figure>\n");
}

static void draw_lifecycle(struct buffer *picture, const struct timeline *timeline)
{
	drop(buffer_free) struct buffer chart = { 0 };

	picture_lifecycle(&chart, timeline);
	buffer_add_text(picture, "<pre tabindex=\"0\">");
	html_text(picture, chart.data ? chart.data : "");
	buffer_add_text(picture, "</pre>\n");
	picture->failed |= chart.failed;
}

int page_make(struct buffer *document, const struct timeline *timeline, const struct filter *filter,
	      int64_t now)
{
	drop(buffer_free) struct buffer page = { 0 }, picture = { 0 };

	if (timeline && strstr(document->data, "\n```mermaid\nflowchart"))
		draw_lifecycle(&picture, timeline);
	else if (timeline)
		draw_svg(&picture, timeline, filter, now);
	if (picture.failed || html_page(&page, document->data, picture.data) != 0)
		return -ENOMEM;
	buffer_clear(document);
	buffer_add(document, page.data, page.size);
	return document->failed ? -ENOMEM : 0;
}

static bool has_diagram(const char *markdown)
{
	return marker_is_document(markdown) && strstr(markdown, "\n```mermaid\n");
}

/* The first line's wishes: 0, or it cannot be had. */
static int obey(struct session *session, const struct first_line *line)
{
	const struct veil_wish veil = first_line_veil(line);

	if (*line->tz && when_use_zone(line->tz) != 0)
		return EXIT_USAGE;
	return veil_open(session, &veil);
}

/* The timeline that a document is about, or NULL: it has no diagram, or the recorder cannot be asked. */
static struct timeline *load(struct session *session, const char *markdown)
{
	struct timeline *timeline = NULL;
	struct first_line line;
	bool silent = session->silent;

	if (!has_diagram(markdown))
		return NULL;
	first_line_read(&line, markdown);
	session->silent = true;
	if (obey(session, &line) == EXIT_OK)
		timeline_load_brief(session, line.ref, &timeline);
	session->silent = silent;
	if (!timeline)
		say_warning(session, "without a picture: the recorder that has %s cannot be asked",
			    line.ref);
	return timeline;
}

int page_print(struct session *session, const char *file)
{
	static const struct filter all = FILTER_ALL;
	drop(timeline_free) struct timeline *timeline = NULL;
	drop(buffer_free) struct buffer document = { 0 };
	int answer = file_read(file, &document, NULL);

	if (answer != 0)
		return say_unread(session, file, answer);
	timeline = load(session, document.data);
	if (page_make(&document, timeline, &all, document_now(session->now)) != 0)
		return EXIT_FAILED;
	fwrite(document.data, 1, document.size, session->out.stream);
	return EXIT_OK;
}
