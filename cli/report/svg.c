/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "cli/picture/picture.h"
#include "cli/report/report.h"
#include "lib/drop.h"

/*
 * The picture alone, for a slide or a wiki.
 */
void report_svg(const struct report *report)
{
	drop(buffer_free) struct buffer picture = { 0 };

	picture_svg(&picture, report->timeline, &report->filter, report->now);
	if (picture.data && !picture.failed)
		fwrite(picture.data, 1, picture.size, report->screen->stream);
}
