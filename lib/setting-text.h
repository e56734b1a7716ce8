/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The text of a file of settings without its comments, which become blanks: libconfuse (3.3) counts the
 * end of a comment as several lines, and takes what follows one that never ends for nothing. Nor does it
 * mind a section that never ends, or a backslash in double quotes that means nothing.
 */
#include "lib/buffer.h"

enum setting_text_answer {
	SETTING_TEXT_WRONG = 1, /* it holds a NUL, or more than anybody writes by hand */
	SETTING_TEXT_SPECIAL,   /* a FIFO, a device */
	SETTING_TEXT_OPEN,      /* a comment never ends */
	SETTING_TEXT_SECTION,   /* a section never ends */
	SETTING_TEXT_ESCAPE,    /* a backslash in double quotes before what needs none */
	SETTING_TEXT_BARE,      /* a sign outside quotes that would be dropped */
};

/* 0, an answer, or -errno; *line is that of the answer, 0 where it has none. */
int setting_text_read(const char *path, struct buffer *text, unsigned *line);
