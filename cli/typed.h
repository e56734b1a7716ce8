/* SPDX-License-Identifier: MIT */
#pragma once

/* What was typed, as a command to type again. Malloced, quoted for a shell; NULL: no memory. */
#include "cli/session.h"

/* A text as one word. */
char *typed_word(const char *text);

/* As it was, with the first word `old` as `new`; old NULL: as it was; old "": with `new` at the end. */
char *typed_with(const struct session *session, const char *old, const char *new);

/* As it was, with `new` before the word `word`. */
char *typed_before(const struct session *session, const char *word, const char *new);

/* As it was, with this incident chosen: in place of the `selector` that was typed (NULL, or the same: of -i's), if one was. */
char *typed_in(const struct session *session, const char *selector, const char *ref);
