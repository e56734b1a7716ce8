/* SPDX-License-Identifier: MIT */
#pragma once

/* Text from people, on its way into a Markdown document (GFM, pandoc): it stays text, wherever it stands. */
#include "lib/buffer.h"

#define MARKDOWN_SPACE " "      /* for a newline in a heading, or in a sentence of ours */
#define MARKDOWN_CELL  "<br>"   /* in a cell of a table */
#define MARKDOWN_ITEM  "\\\n  " /* in an item of a list */
#define MARKDOWN_LINES "\\\n"   /* in a paragraph */

/* Append text; its newlines come out as `newline`, several as one. */
void markdown_add(struct buffer *out, const char *text, const char *newline);
