/* SPDX-License-Identifier: MIT */
#include "cli/report/page.h"

#include <stdio.h>

#include "cli/report/report.h"
#include "lib/drop.h"

/*
 * The Markdown table as a page, under the picture of it.
 */
void report_html(const struct report *report)
{
	drop(buffer_free) struct buffer table = { 0 };

	report_md_head(&table, report);
	buffer_add_text(&table, "```mermaid\ngantt\n```\n\n"); /* its place */
	report_md_table(&table, report);
	if (table.data && page_make(&table, report->timeline, &report->filter, report->now) == 0)
		fwrite(table.data, 1, table.size, report->screen->stream);
}
