/* SPDX-License-Identifier: MIT */
#pragma once

/* Members of a JSON object that is being written as text: the comma before them comes by itself. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/buffer.h"

/* A text that needs no escapes. */
void member_plain(struct buffer *out, const char *name, const char *value);

/* NULL and EVENT_NEVER: nothing is written. */
void member_text(struct buffer *out, const char *name, const char *value);
void member_time(struct buffer *out, const char *name, int64_t at);

void member_integer(struct buffer *out, const char *name, int64_t value);
void member_flag(struct buffer *out, const char *name, bool value);
