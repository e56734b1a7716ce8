/* SPDX-License-Identifier: MIT */
#include "cli/doctor/metric-line.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "lib/stamp.h"

/* Of a label: backslash, quote and line break are escaped. */
static void put_escaped(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			buffer_add_text(out, "\\n");
		else if (*text == '\\' || *text == '"')
			buffer_printf(out, "\\%c", *text);
		else
			buffer_add(out, text, 1);
	}
}

static void put_label(struct buffer *out, bool first, const char *name, const char *value)
{
	buffer_printf(out, "%s%s=\"", first ? "{" : ",", name);
	put_escaped(out, value);
	buffer_add_text(out, "\"");
}

void metric_line(struct metric_lines *lines, const char *name, const char *const *labels,
		 const char *figure)
{
	bool first = true;

	buffer_add_text(&lines->out, name);
	for (; *labels; labels += 2, first = false)
		put_label(&lines->out, first, labels[0], labels[1]);
	if (lines->log)
		put_label(&lines->out, first, "log", lines->log);
	buffer_printf(&lines->out, "%s %s\n", first && !lines->log ? "" : "}", figure);
}

char *metric_integer(int64_t number, char text[METRIC_FIGURE])
{
	snprintf(text, METRIC_FIGURE, "%" PRId64, number);
	return text;
}

char *metric_seconds(int64_t time, char text[METRIC_FIGURE])
{
	snprintf(text, METRIC_FIGURE, "%" PRId64 ".%06" PRId64, time / STAMP_SECOND,
		 time % STAMP_SECOND);
	return text;
}
