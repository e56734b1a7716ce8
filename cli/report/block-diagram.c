/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include "cli/picture/picture.h"

/* A picture that GitHub, GitLab and many wikis draw (Mermaid); others show its text, which can be read. */
void block_diagram(const struct document *document)
{
	drop(buffer_free) struct buffer gantt = { 0 };

	if (document->options->no_diagram)
		return;
	picture_mermaid(&gantt, document->timeline, document->now);
	document->out->failed |= gantt.failed;
	if (gantt.size)
		buffer_printf(document->out, "```mermaid\n%s```\n", gantt.data);
}
