/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What views, exports and documents say about an entry, in the same words everywhere. The text is as
 * people wrote it: not yet safe for where it goes.
 */
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"
#include "lib/when.h"

/* What a line says: the text, and the data of its kind: "slow, ~80% of users", "to database: …". */
void words_entry(struct buffer *out, const struct entry *entry);

/* Who: "alice", "bob (by alice)", "deploy-bot", "root (login alice)", "uid 1001". */
void words_author(struct buffer *out, const struct event *event);

/* One name: the actor, else the recorder; a login is a hint here too, never the name. */
void words_person(struct buffer *out, const struct event *event);

/* What was ruled out or confirmed, and why: "suspected network issue: no loss on any link"; why alone where that names it. target NULL: its handle stands for it. */
void words_ruling(struct buffer *out, const struct event *ruling, const struct event *target);

/* A value of an event's data (or of one side of an amendment): "80%", "2026-11-20 10:32 UTC", "net, db". */
void words_value(struct buffer *out, const json_t *data, const char *name);

/*
 * What a correction made of its target: "at: 2026-11-20 10:32 UTC (was unknown), users: ~80% (was 50%)",
 * "incident: m4ab (was k7qd)", "k7qd into m4ab"; nothing, where it changed no value.
 */
void words_change(struct buffer *out, const struct event *correction);

/* The label of its kind; what was ruled out or confirmed is "suspect". */
const char *words_label(const struct entry *entry);

/* A few words for a suspicion: what stands before ":" in the text that ruled it out, else its text. */
void words_suspicion(struct buffer *out, const struct entry *entry);

/* A share of users, parts per million: "80%", "0.3%". */
void words_share(struct buffer *out, int64_t share);

/* How long, rounded to the minute: "under a minute", "1 h 18 min", "1 d 2 h 40 min". Returns text. */
char *words_lasted(int64_t duration, char text[WHEN_TEXT_SIZE]);

/* The same to the second below a minute: "0", "19 s". */
char *words_lasted_exact(int64_t duration, char text[WHEN_TEXT_SIZE]);

/* The same, shorter: "<1 min", "1 h 18". */
char *words_lasted_short(int64_t duration, char text[WHEN_TEXT_SIZE]);

/* How long before now that was: "just now", "12 min ago"; of what is ahead: "in 12 min". Returns text. */
char *words_ago(int64_t duration, char text[WHEN_TEXT_SIZE]);

/* The time of an entry: "03:02:11", "02:58" where it was typed so, "~10:30", "unknown". Returns text. */
char *words_time(const struct event *event, char text[WHEN_TEXT_SIZE]);

/* The same instant near another one: "03:25", or with its date on another day. Returns text. */
char *words_near(int64_t at, int64_t near, char text[WHEN_TEXT_SIZE]);
