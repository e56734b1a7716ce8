/* SPDX-License-Identifier: MIT */
#pragma once

/* When this log was last verified, and what came of it: kept in the database, for whoever asks whether it was. */
struct buffer;
struct store;
struct verify;

/* A walk has come to its end, now. 0 or -errno. */
int verified_set(struct store *store, const struct verify *verify);

/* Append {"at":…,"events":…,"findings":…} of the last one, or null: a copy has none of its own. 0 or -errno. */
int verified_write(struct store *store, struct buffer *out);
