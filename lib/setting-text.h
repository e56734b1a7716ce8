/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The text of a file of settings without its comments, which become blanks: libconfuse (3.3) counts the
 * end of a comment as several lines, and takes what follows one that never ends for nothing.
 */
#include "lib/buffer.h"

enum setting_text_answer {
	SETTING_TEXT_WRONG = 1, /* it holds a NUL, or more than anybody writes by hand */
	SETTING_TEXT_OPEN,      /* a comment never ends */
};

/* 0, an answer, or -errno. */
int setting_text_read(const char *path, struct buffer *text);
