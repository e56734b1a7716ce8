/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include <string.h>

#include "cli/picture/picture.h"

/*
 * GitHub, GitLab and many wikis draw what is fenced for Mermaid; what is in characters everybody shows.
 */
static void draw_gantt(struct buffer *out, const struct timeline *timeline,
		       const struct filter *filter, int64_t now)
{
	(void)filter;
	picture_mermaid(out, timeline, now);
}

static void draw_lifecycle(struct buffer *out, const struct timeline *timeline,
			   const struct filter *filter, int64_t now)
{
	(void)filter;
	(void)now;
	picture_lifecycle_mermaid(out, timeline);
}

static void draw_lifecycle_text(struct buffer *out, const struct timeline *timeline,
				const struct filter *filter, int64_t now)
{
	(void)filter;
	(void)now;
	picture_lifecycle(out, timeline);
}

const struct diagram diagrams[] = {
	{ "mermaid", "mermaid", draw_gantt },
	{ "text", "text", picture_chart },
	{ "lifecycle", "mermaid", draw_lifecycle },
	{ "lifecycle-text", "text", draw_lifecycle_text },
	{ "none", NULL, NULL },
	{ 0 },
};

const struct diagram *diagram_find(const char *name)
{
	for (const struct diagram *diagram = diagrams; diagram->name; diagram++)
		if (strcmp(diagram->name, name) == 0)
			return diagram;
	return NULL;
}

void block_diagram(const struct document *document)
{
	const struct diagram *said = document->options->diagram, *diagram = said ? said : diagrams;
	drop(buffer_free) struct buffer picture = { 0 };

	if (!diagram->draw)
		return;
	diagram->draw(&picture, document->timeline, &document->options->filter, document->now);
	document->out->failed |= picture.failed;
	if (picture.size)
		buffer_printf(document->out, "```%s\n%s```\n", diagram->fence, picture.data);
}
