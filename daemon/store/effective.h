/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Events as they stand: what amendments, moves, retractions and expunging make of them. Made anew from
 * the corrections each time one comes, so a retracted correction is simply one less.
 */
#include "lib/event.h"

struct store;

/* A new event may point at another: keep that, and if it is a correction bring what it changes up to date. 0 or -errno. */
int effective_refer(struct store *store, const struct event *event, int64_t pos);

/* Keep only that it points: for a rebuild. */
int effective_note(struct store *store, const struct event *event, int64_t pos);

/* Bring one event up to date, and whatever that changes in turn. 0 or -errno. */
int effective_update(struct store *store, const struct id *target);

/* Put the new fields of an amendment into the JSON of an event. 0 or -ENOMEM. */
int effective_amend(json_t *object, const json_t *new);
