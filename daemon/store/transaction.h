/* SPDX-License-Identifier: MIT */
#pragma once

/* One transaction, with what is held in memory beside it: both are committed, or neither. 0 or -errno. */
struct store;

int transaction_begin(struct store *store);

/* Writes the incidents that changed, then commits. */
int transaction_commit(struct store *store);

/* What waits for the disk, for as long as that takes: said before and after, for whoever judges whether the thread is alive. */
void writing_begin(struct store *store);
void writing_end(struct store *store);

/* Back to what was last committed, in memory too. */
void transaction_rollback(struct store *store);
