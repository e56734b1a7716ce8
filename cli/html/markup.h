/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Markdown (GitHub's) made HTML, by cmark-gfm. Whatever the Markdown holds, no markup of its own gets
 * through: HTML in it is shown as text (comments, and so our markers, are left out), an address that is
 * neither of the web nor of mail is dropped, a picture from elsewhere becomes a link to it,
 * and drawings for Mermaid, which take a script, are left out, but that our own picture stands for the first.
 */
#include "lib/buffer.h"

/* Append the body, and to `title` the text of the first heading. picture: markup, or NULL. 0 or -ENOMEM. */
int markup_add(struct buffer *out, struct buffer *title, const char *markdown, const char *picture);
