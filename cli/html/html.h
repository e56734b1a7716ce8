/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A page of HTML from a document in Markdown: one file that needs no other, runs no script, and reaches
 * for nothing; readable on a phone, in the dark and on paper.
 */
#include "lib/buffer.h"

/* Append the whole page; an SVG (or NULL) stands where the Markdown has its first drawing for Mermaid. 0 or -ENOMEM. */
int html_page(struct buffer *out, const char *markdown, const char *picture);

/* Append text as text. */
void html_text(struct buffer *out, const char *text);
