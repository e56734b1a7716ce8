/* SPDX-License-Identifier: MIT */
#include "cli/report/first-line.h"

#include <stdio.h>

/* In the order in which they are written. */
static const struct {
	const char *name;
	size_t place;
} values[] = {
	{ "ref", offsetof(struct first_line, ref) },
	{ "template", offsetof(struct first_line, template) },
	{ "tz", offsetof(struct first_line, tz) },
	{ "events", offsetof(struct first_line, events) },
	{ "diagram", offsetof(struct first_line, diagram) },
	{ "kinds", offsetof(struct first_line, kinds) },
	{ "pseudonyms", offsetof(struct first_line, pseudonyms) },
	{ "redact", offsetof(struct first_line, redact) },
	{ "redact-rules", offsetof(struct first_line, redact_rules) },
};

#define VALUES (sizeof(values) / sizeof(values[0]))

void first_line_read(struct first_line *line, const char *document)
{
	for (size_t i = 0; i < VALUES; i++)
		marker_value(document, values[i].name, (char *)line + values[i].place);
}

void first_line_write(struct buffer *out, const struct first_line *line)
{
	buffer_add_text(out, "<!-- incident:document");
	for (size_t i = 0; i < VALUES; i++) {
		const char *value = (const char *)line + values[i].place;

		if (*value)
			marker_add_value(out, values[i].name, value);
	}
	buffer_add_text(out, " -->");
}

void first_line_set(char value[MARKER_VALUE], const char *text)
{
	snprintf(value, MARKER_VALUE, "%s", text ? text : "");
}

struct veil_wish first_line_veil(const struct first_line *line)
{
	return (struct veil_wish){
		.pseudonyms = *line->pseudonyms,
		.redact = *line->redact,
		.rules = *line->redact_rules ? line->redact_rules : NULL,
	};
}

void first_line_set_veil(struct first_line *line, const struct veil_wish *veil)
{
	first_line_set(line->pseudonyms, veil && veil->pseudonyms ? "yes" : NULL);
	first_line_set(line->redact, veil && veil->redact ? "yes" : NULL);
	first_line_set(line->redact_rules, veil ? veil->rules : NULL);
}
