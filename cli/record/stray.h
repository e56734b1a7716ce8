/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * An option that ended up in the text: one that is misspelt, or a short one behind the text's first word.
 * It was recorded as it was typed; what was probably meant is said, with the command that mends it.
 */
#include "cli/command.h"

/* Of the text that stands from word `first` on and was recorded as session->recorded. */
void stray_warn(struct session *session, const struct command *command,
		const struct arguments *arguments, size_t first);
