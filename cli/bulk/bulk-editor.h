/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The two files of an `incident edit`: the one that is edited, and beside it (".orig") what it was. They
 * are there until what was made of them is on disk, or was nothing.
 */
#include "cli/session.h"
#include "lib/buffer.h"

#define EDITOR_ORIGINAL ".orig"

/* Write both into a new folder of this user. *file is malloced. An exit code; not OK: the error was printed. */
int bulk_editor_write(struct session *session, const char *name, const struct buffer *text,
		      char **file);

/* Run $VISUAL, $EDITOR or vi on it. An exit code; not OK: the error was printed, and the file is as the editor left it. */
int bulk_editor_run(struct session *session, const char *file);

/* Say where it is, and the command that takes it up again. */
void bulk_editor_keep(struct session *session, const char *file);

/* It is done with: remove both, and their folder if it is empty then. */
void bulk_editor_remove(const char *file);
