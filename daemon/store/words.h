/* SPDX-License-Identifier: MIT */
#pragma once

/* Words that are looked for in the texts of many events, most of which do not have them. */
#include <stdbool.h>
#include <stddef.h>

#include "lib/sought.h"

/* Has the event with this JSON text, as it is stored, all the words in its text? */
bool words_are_in(const struct sought *sought, const char *json, size_t size);

/* That text, folded, the caller's to free; "": it has none. NULL: it lies in no usual way, is broken, or there is no memory. */
char *words_fold(const char *json, size_t size);
