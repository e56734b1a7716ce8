/* SPDX-License-Identifier: MIT */
/* Any text in an entry, in every export, picture and document: it stays text there. */
#include "cli/html/html.h"
#include "cli/picture/picture.h"
#include "cli/report/postmortem.h"
#include "cli/report/report.h"
#include "cli/report/template.h"
#include "cli/view/screen.h"
#include "lib/when.h"
#include "tests/fuzz/fuzz.h"

static json_t *entry(const char *kind, json_int_t pos, const char *text, const char *data)
{
	char id[64];

	snprintf(id, sizeof(id), "01a00000-0000-7000-8000-%012d", (int)pos);
	return json_pack(
		"{s:I, s:s, s:{s:s, s:s, s:s, s:I, s:s, s:s, s:b, s:s, s:{s:I, s:s}, s:s, s:{s:s}}}",
		"pos", pos, "handle", "aaaa", "event", "id", id, "incident",
		"01a00000-0000-7000-8000-000000000001", "origin", id, "seq", pos, "kind", kind,
		"at", "2026-11-20T10:10:00.000000Z", "at_given", 1, "recorded_at",
		"2026-11-20T10:10:00.000000Z", "author", "uid", (json_int_t)1000, "name", text,
		"text", text, "data", data, text);
}

static struct timeline *timeline_of(const char *text)
{
	return timeline_new(json_pack("{s:s, s:s, s:s, s:s, s:s}", "title", text, "full_ref",
				      "20261120-k7qd", "started", "2026-11-20T10:00:00Z", "state",
				      "open", "incident", "01a00000-0000-7000-8000-000000000001"),
			    json_pack("[o, o, o, o]", entry("impact", 1, text, "service"),
				      entry("hypothesis", 2, text, "x"),
				      entry("escalated", 3, text, "to"),
				      entry("note", 4, text, "x")));
}

/* Every tag of a page is one that we, or cmark, write. */
static void is_tame(const char *page)
{
	static const char *const never[] = { "script", "img src=\"http", "iframe",
					     "object", "embed",          "form" };

	for (; (page = strchr(page, '<')); page++)
		for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
			must(strncasecmp(page + 1, never[i], strlen(never[i])) != 0);
}

/* No field of a spreadsheet begins like a formula. */
static void holds_no_formula(const char *table)
{
	for (; (table = strstr(table, ",\"")); table += 2)
		must(!strchr("=+-@\t\r", table[2]) || !table[2]);
}

static void holds_no_control(const char *text)
{
	for (; *text; text++)
		must((unsigned char)*text >= ' ' || *text == '\n' || *text == '\t');
}

static void try_format(const struct timeline *timeline, const struct report_format *format)
{
	drop(free) char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct screen screen = { .stream = out, .width = 80, .utf8 = true };

	must(out);
	format->write(&(struct report){ &screen, timeline, FILTER_ALL, INT64_C(1763640000000000) });
	fclose(out);
	if (strcmp(format->name, "html") == 0 || strcmp(format->name, "svg") == 0)
		is_tame(text);
	if (strcmp(format->name, "csv") == 0)
		holds_no_formula(text);
	if (strcmp(format->name, "text") == 0 || strcmp(format->name, "md") == 0)
		holds_no_control(text);
}

static void try_document(const struct timeline *timeline, const struct template *template)
{
	const struct postmortem postmortem = { .timeline = timeline,
					       .template = template->name,
					       .options = { .filter = FILTER_ALL },
					       .now = INT64_C(1763640000000000) };
	drop(buffer_free) struct buffer out = { 0 }, page = { 0 }, again = { 0 };
	struct marker_fault fault;

	must(postmortem_write(&out, &postmortem, template->text, &fault) == 0);
	must(postmortem_refresh(&again, &postmortem, out.data, NULL, NULL, &fault) == 0);
	must(strcmp(out.data, again.data) == 0);
	must(html_page(&page, out.data, NULL) == 0);
	is_tame(page.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(free) char *text = fuzz_text(data, size);
	drop(timeline_free) struct timeline *timeline = NULL;

	if (!*text || !(timeline = timeline_of(text)) || !timeline->count)
		return 0; /* it is no UTF-8: the recorder takes none */
	must(when_use_zone("UTC") == 0);
	for (const struct report_format *format = report_formats; format->name; format++)
		try_format(timeline, format);
	try_document(timeline, templates);
	return 0;
}
