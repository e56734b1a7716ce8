/* SPDX-License-Identifier: MIT */
#pragma once

/* The text of an entry: from the words that were typed, from stdin, or asked for. */
#include "cli/command.h"

/* Words from `first` on, joined with a space. Malloced; NULL: there are none, or no memory. */
char *input_join(const struct arguments *arguments, size_t first);

/* Make session->text of the words from `first` on, if there are any and they do not mean stdin. */
void input_keep(struct session *session, const struct arguments *arguments, size_t first);

/* Is what stands from `first` on the lone `-` that means stdin? */
bool input_is_stdin(const struct arguments *arguments, size_t first);

/*
 * Make of session->text (NULL: no words were typed) what can be recorded: read stdin, ask for a line if
 * `needed`, replace what is no UTF-8, cut at LIMIT_TEXT; what was changed is said. An exit code.
 */
int input_read(struct session *session, bool from_stdin, bool needed);
