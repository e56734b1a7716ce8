/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * One event, in C and as its canonical text.
 *
 * The canonical text (RFC 8785, integers only) is what is stored, hashed, sent and replicated. A struct
 * event is a view: its strings and JSON values belong to whatever it was read from, and live as long.
 * Shape: see `event_write`, whose order of members is the canonical one.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/buffer.h"
#include "lib/id.h"
#include "lib/kind.h"

#define EVENT_NEVER        INT64_MIN   /* of a time: unknown, or not there */
#define EVENT_NOBODY       INT64_C(-1) /* of a uid: none */
#define EVENT_FIRST_PERSON 1000        /* uids below are the system's */

struct author {
	int64_t uid;
	const char *name; /* NULL while it is not known */
	int64_t login;    /* root's audit login uid, or EVENT_NOBODY */
	const char *login_name;
};

struct event {
	struct id id;
	struct id incident; /* null: unfiled */
	struct id origin;
	int64_t seq;
	enum kind kind;
	int64_t at;    /* when it happened, or EVENT_NEVER */
	int64_t until; /* its end, or EVENT_NEVER */
	bool at_given; /* the writer typed it, the clock did not */
	bool about;
	int64_t recorded_at;
	struct author author;
	const char *actor, *source, *host, *text; /* or NULL */
	const json_t *tags;                       /* strings, or NULL */
	const json_t *data;                       /* an object, or NULL */
	const char *boot;                         /* boot id, or NULL */
	int64_t monotonic;                        /* microseconds since boot */
	bool synchronised;                        /* the kernel says its clock is */

	/* Only in the effective form. */
	bool pinned, retracted, expunged;
	int64_t corrected; /* how many amendments and moves apply */
};

/* Append the canonical text. */
void event_write(const struct event *event, struct buffer *out);

/* 0, or 1 if this is no event (a field of the wrong type; an unknown kind). `event` borrows from `object`. */
int event_read(const json_t *object, struct event *event);

/*
 * The text as it lies in the canonical form, escaped as in JSON and between its quotes, without reading the rest: 0,
 * or 1 if there is none where the canonical form has it.
 */
int event_text_in(const char *json, size_t size, const char **text, size_t *length);

/* Did a person record it: no source, and a uid (or login uid) of a person? */
bool event_is_persons(const struct event *event);

/* A string of its data, or NULL. */
const char *event_text(const struct event *event, const char *name);

/* An integer of its data, or `missing`. */
int64_t event_number(const struct event *event, const char *name, int64_t missing);

/* The event its data points at (target): 0, or 1 if there is none. */
int event_target(const struct event *event, struct id *target);
