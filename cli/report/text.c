/* SPDX-License-Identifier: MIT */
#include "cli/report/report.h"

#include "cli/view/view.h"

/* The log, for a file: without colour, neither wrapped nor folded. */
void report_text(const struct report *report)
{
	struct screen plain = { .stream = report->screen->stream, .utf8 = report->screen->utf8 };
	struct log_options options = { .filter = report->filter, .flat = true };

	view_log(&plain, report->timeline, &options, report->now);
	report_footer(report, "\n", "\n");
}
