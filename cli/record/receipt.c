/* SPDX-License-Identifier: MIT */
/* One line an event: handle, time in full, kind, text as recorded, where it went. */
#include "cli/record/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "lib/drop.h"
#include "lib/event.h"
#include "lib/stamp.h"
#include "lib/text.h"
#include "lib/when.h"

/* However narrow the terminal is, so much of the text is shown. */
#define TEXT_CELLS  8
#define TITLE_CELLS 16

static const char *text_of(const json_t *receipt, const char *name)
{
	const char *text = json_string_value(json_object_get(receipt, name));

	return text ? text : "";
}

/* Prints "2026-11-20 03:02:11 UTC", the date and the zone dim; returns its cells. */
static size_t put_instant(const struct screen *screen, int64_t at, bool about)
{
	char full[WHEN_TEXT_SIZE];
	const char *clock, *zone;

	when_format(at, about ? WHEN_MINUTES : WHEN_FULL, full);
	clock = strchr(full, ' ');
	zone = clock ? strchr(clock + 1, ' ') : NULL;
	if (!zone)
		return 0;
	screen_print(screen, PAINT_DIM, "%.*s ", (int)(clock - full), full);
	screen_print(screen, PAINT_BOLD, "%.*s", (int)(zone - clock - 1), clock + 1);
	screen_print(screen, PAINT_DIM, "%s%s", zone, about ? ", about" : "");
	return strlen(full) + (about ? 7 : 0);
}

static size_t put_time(const struct screen *screen, const struct event *event)
{
	size_t cells = 12;

	if (event->at == EVENT_NEVER)
		screen_print(screen, PAINT_DIM, "time unknown");
	else
		cells = put_instant(screen, event->at, event->about);
	if (event->until == EVENT_NEVER)
		return cells;
	screen_print(screen, PAINT_DIM, " to ");
	return cells + 4 + put_instant(screen, event->until, false);
}

/* "[k7qd]", "[k7qd Checkout slow…]" if there are others, "[unfiled]". */
static void put_place(const struct screen *screen, const json_t *receipt)
{
	bool others = json_array_size(json_object_get(receipt, "others")) > 0;

	screen_print(screen, PAINT_PLAIN, "  [");
	if (*text_of(receipt, "ref"))
		screen_text(screen, PAINT_REF, text_of(receipt, "ref"), 0);
	else
		screen_print(screen, PAINT_OPEN, "unfiled");
	if (others) {
		screen_print(screen, PAINT_PLAIN, " ");
		screen_text(screen, PAINT_PLAIN, text_of(receipt, "title"),
			    screen->terminal ? TITLE_CELLS : 0);
	}
	screen_print(screen, PAINT_PLAIN, "]\n");
}

static size_t place_cells(const json_t *receipt)
{
	const char *ref = text_of(receipt, "ref");
	bool others = json_array_size(json_object_get(receipt, "others")) > 0;

	return 4 + (*ref ? strlen(ref) : 7) + (others ? 1 + TITLE_CELLS : 0);
}

/* All of the line but where it went, which takes so many cells. */
static void put_words(const struct screen *screen, const json_t *receipt, const struct event *event,
		      size_t place)
{
	drop(free) char *said = receipt_said(receipt, event);
	size_t cells = place + strlen(text_of(receipt, "handle")) + 4;

	screen_text(screen, PAINT_HANDLE, text_of(receipt, "handle"), 0);
	fputs("  ", screen->stream);
	cells += put_time(screen, event) + strlen(kinds[event->kind].label) + 2;
	fputs("  ", screen->stream);
	screen_print(screen, screen_paint_kind((int)event->kind), "%s", kinds[event->kind].label);
	if (said && *said) {
		fputs("  ", screen->stream);
		screen_text(screen, PAINT_PLAIN, said,
			    !screen->width                       ? 0
			    : screen->width > cells + TEXT_CELLS ? screen->width - cells
								 : TEXT_CELLS);
	}
}

static void put_line(const struct screen *screen, const json_t *receipt, const struct event *event)
{
	put_words(screen, receipt, event, place_cells(receipt));
	put_place(screen, receipt);
}

static void print_one(struct session *session, const struct command *command, const json_t *receipt)
{
	const struct screen *screen = &session->out;
	struct event event;
	const char *handle = text_of(receipt, command->kind == KIND_OPENED ? "ref" : "handle");

	if (session->silent)
		return;
	if (session_wants(session, "json")) {
		json_dumpf(receipt, screen->stream, JSON_COMPACT);
		fputc('\n', screen->stream);
	} else if (session->quiet) {
		fprintf(screen->stream, "%s\n", handle);
	} else if (event_read(json_object_get(receipt, "event"), &event) == 0) {
		put_line(screen, receipt, &event);
	} else {
		screen_text(screen, PAINT_HANDLE, handle, 0);
		put_place(screen, receipt);
	}
}

static void keep(char **kept, const json_t *receipt, const char *name)
{
	const char *text = text_of(receipt, name);

	free(*kept);
	*kept = *text ? strdup(text) : NULL;
}

void receipt_print(struct session *session, const struct command *command, const json_t *receipts)
{
	size_t i;
	json_t *receipt;

	json_array_foreach (receipts, i, receipt) {
		keep(&session->recorded, receipt, "handle");
		keep(&session->recorded_in, receipt, "incident");
		print_one(session, command, receipt);
	}
	screen_flush(&session->out);
	json_array_foreach (receipts, i, receipt)
		receipt_notes(session, receipt);
}

/* A draft has no author yet, and all that event_read() asks for besides. */
static void read_draft(const json_t *receipt, struct event *event)
{
	const json_t *draft = json_object_get(receipt, "draft");
	const char *at = text_of(draft, "at"), *until = text_of(draft, "until");

	*event = (struct event){ .kind = kind_of(text_of(draft, "kind")),
				 .at = EVENT_NEVER,
				 .until = EVENT_NEVER,
				 .about = json_is_true(json_object_get(draft, "about")),
				 .text = json_string_value(json_object_get(draft, "text")),
				 .data = json_object_get(draft, "data") };
	if (strcmp(at, "unknown") != 0)
		stamp_parse(*at ? at : text_of(receipt, "made_at"), &event->at);
	if (*until)
		stamp_parse(until, &event->until);
}

void receipt_print_spooled(struct session *session, const struct command *command,
			   const json_t *receipt)
{
	const struct screen *screen = &session->out;
	const char *host = text_of(receipt, "host");
	struct event event;

	(void)command;
	keep(&session->recorded, receipt, "handle");
	if (session->silent)
		return;
	if (session_wants(session, "json")) {
		json_dumpf(receipt, screen->stream, JSON_COMPACT);
		fputc('\n', screen->stream);
	} else if (session->quiet) {
		fprintf(screen->stream, "%s\n", text_of(receipt, "handle"));
	} else {
		read_draft(receipt, &event);
		put_words(screen, receipt, &event, 4 + strlen("spooled for ") + strlen(host));
		screen_print(screen, PAINT_PLAIN, "  [");
		screen_print(screen, PAINT_OPEN, *host ? "spooled for %s" : "spooled", host);
		screen_print(screen, PAINT_PLAIN, "]\n");
	}
}
