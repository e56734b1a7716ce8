/* SPDX-License-Identifier: MIT */
/*
 * The lines below the answer. Hints go to terminals only; what may cost something if it is overlooked (a
 * time to come, a secret, what is unfinished) is a warning and always said.
 */
#include <string.h>

#include "cli/client/client.h"
#include "cli/record/receipt.h"
#include "cli/say.h"
#include "lib/drop.h"
#include "lib/event.h"
#include "lib/secret.h"
#include "lib/when.h"

/* A clock may differ by so much. */
#define NOTE_FUTURE (2 * STAMP_MINUTE)

/* So long before the opening is worth saying. */
#define NOTE_EARLY STAMP_HOUR

struct note {
	struct session *session;
	const json_t *receipt;
	struct event event;
	const char *handle, *ref;
	const char *entry, *text; /* the entry that it says something of, and what */
	int64_t at;
};

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static void note_opened(const struct note *note)
{
	struct session *session = note->session;

	if (note->event.kind == KIND_OPENED ||
	    !json_is_true(json_object_get(note->receipt, "opened")) || !say_hints(session))
		return;
	screen_print(&session->err, PAINT_OPEN, "opened ");
	screen_text(&session->err, PAINT_OPEN, note->ref, 0);
	say_hint(session, ", titled like the note: incident title TEXT, incident severity 1-5");
}

static void note_others(const struct note *note)
{
	const json_t *others = json_object_get(note->receipt, "others");
	size_t i;
	json_t *other;

	json_array_foreach (others, i, other)
		say_hint(note->session, "also open: %s %s.  Wrong one?  incident move last --to %s",
			 text_of(other, "ref"), text_of(other, "title"), text_of(other, "ref"));
}

static void note_left_open(const struct note *note)
{
	const json_t *left = json_object_get(note->receipt, "left_open");

	if (json_is_object(left))
		say_hint(note->session, "%s %s was never closed: incident close -i %s",
			 text_of(left, "ref"), text_of(left, "title"), text_of(left, "ref"));
}

static void note_unfinished(const struct note *note)
{
	const json_t *unfinished = json_object_get(note->receipt, "unfinished");
	size_t i;
	json_t *one;

	if (note->session->quiet)
		return;
	json_array_foreach (unfinished, i, one)
		say_warning(note->session, "%s: %s %s",
			    strcmp(text_of(one, "kind"), "task") == 0 ? "task still open"
								      : "still suspected",
			    text_of(one, "handle"), text_of(one, "text"));
}

static void note_unfiled(const struct note *note)
{
	json_int_t count = json_integer_value(json_object_get(note->receipt, "unfiled"));

	if (count)
		say_hint(note->session,
			 "%d unfiled %s of the last 2 h: incident move unfiled --since 2h --to %s",
			 (int)count, count == 1 ? "entry" : "entries", note->ref);
}

static void note_lost(const struct note *note, const struct event *target, const char *handle)
{
	char lasted[WHEN_TEXT_SIZE];
	const char *text = target->text ? target->text : kinds[target->kind].label;

	if (note->event.kind == KIND_RULED_OUT && target->at != EVENT_NEVER &&
	    note->event.at != EVENT_NEVER)
		say_hint(note->session, "%s %s: %s lost", handle, text,
			 when_duration(note->event.at - target->at, lasted));
	else
		say_hint(note->session, "%s %s", handle, text);
}

/* A correction has one where it gives an entry another. */
static bool has_text(const struct event *event)
{
	return !kind_is_correction(event->kind) || event->text ||
	       json_object_get(json_object_get(event->data, "new"), "text");
}

static void note_target(const struct note *note)
{
	struct event target;
	const char *handle;

	if (receipt_target(note->receipt, &target, &handle))
		return;
	if (note->event.kind == KIND_RETRACTED && has_text(&target))
		say_hint(note->session,
			 "its text stays in the log; to remove it: incident expunge %s WHY",
			 handle);
	if (!kind_is_correction(note->event.kind))
		note_lost(note, &target, handle);
}

/* The time and the text that an entry has from now on: an amendment's are its entry's. */
static void read_said(struct note *note)
{
	const json_t *new = json_object_get(note->event.data, "new");
	const char *at = json_string_value(json_object_get(new, "at"));
	struct event target;

	note->at = note->event.at;
	note->text = note->event.text;
	note->entry = note->handle;
	if (note->event.kind != KIND_AMENDED)
		return;
	note->text = json_string_value(json_object_get(new, "text"));
	receipt_target(note->receipt, &target, &note->entry);
	if (!at || stamp_parse(at, &note->at))
		note->at = EVENT_NEVER;
}

static void note_future(const struct note *note)
{
	char full[WHEN_TEXT_SIZE];

	if (note->at != EVENT_NEVER && note->at > note->session->now + NOTE_FUTURE)
		say_warning(note->session, "%s is in the future: incident amend %s --at TIME",
			    when_format(note->at, WHEN_FULL, full), note->entry);
}

/* "3 h 12 min before k7qd was opened" */
static void note_early(const struct note *note)
{
	drop(json_decref) json_t *reply = NULL;
	const char *incident = text_of(note->receipt, "incident"), *opened = NULL;
	char lasted[WHEN_TEXT_SIZE];
	int64_t at;

	if (!note->event.at_given || note->event.at == EVENT_NEVER || !*incident ||
	    !say_hints(note->session) || json_is_true(json_object_get(note->receipt, "opened")))
		return;
	if (client_call(note->session, "Show", json_pack("{s:s}", "incident", incident), &reply))
		return;
	json_unpack(reply, "{s:{s?s}}", "incident", "opened_at", &opened);
	if (opened && stamp_parse(opened, &at) == 0 && at - note->event.at >= NOTE_EARLY)
		say_hint(note->session, "%s before %s was opened",
			 when_duration(at - note->event.at, lasted), note->ref);
}

static void note_link(const struct note *note)
{
	if (note->event.kind == KIND_LINK && note->text && !strchr(note->text, ':'))
		say_warning(note->session, "that is no URL: incident amend %s URL", note->entry);
}

static void note_secret(const struct note *note)
{
	struct secret secret;

	if (!note->text || !secret_find(note->text, &secret))
		return;
	say_warning(note->session,
		    "looks like a %s. To remove it for good: incident expunge %s WHY", secret.name,
		    note->entry);
	say_hint(note->session, "(your shell history has it too)");
}

static void note_first(const struct note *note)
{
	struct session *session = note->session;
	const char *user = note->event.author.name, *host = note->event.host;

	if (session->first)
		say_hint(session,
			 "private log of %s; others on %s cannot see it: "
			 "incident help sharing",
			 user ? user : "yours", host ? host : "this host");
	session->first = false;
}

void receipt_notes(struct session *session, const json_t *receipt)
{
	struct note note = { .session = session, .receipt = receipt };

	if (event_read(json_object_get(receipt, "event"), &note.event))
		return;
	note.handle = text_of(receipt, "handle");
	note.ref = text_of(receipt, "ref");
	read_said(&note);
	note_opened(&note);
	note_others(&note);
	note_left_open(&note);
	note_target(&note);
	note_unfinished(&note);
	note_unfiled(&note);
	note_future(&note);
	note_early(&note);
	note_link(&note);
	receipt_state(session, receipt, &note.event);
	note_secret(&note);
	note_first(&note);
}
