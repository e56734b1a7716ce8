/* SPDX-License-Identifier: MIT */
#include "cli/html/html.h"

#include <stdio.h>

#include "cli/report/report.h"
#include "lib/drop.h"

/*
 * The Markdown table, as a page.
 */
void report_html(const struct report *report)
{
	drop(buffer_free) struct buffer table = { 0 }, page = { 0 };

	report_md_add(&table, report);
	if (table.data && html_page(&page, table.data) == 0)
		fwrite(page.data, 1, page.size, report->screen->stream);
}
