/* SPDX-License-Identifier: MIT */
#pragma once

/* A Receipt of the interface as JSON text: what was recorded, where, and what the writer should know. */
#include "daemon/store/complete.h"

/* Of an event that was just appended, with its text; `before` is the Entry of its target as it stood, or NULL. 0 or -errno. */
int receipt_write(struct store *store, const struct completion *completion, const char *text,
		  const struct buffer *before, struct buffer *out);

/* Of a retry: the event at this pos. 0 or -errno. */
int receipt_write_again(struct store *store, const struct id *id, struct buffer *out);
