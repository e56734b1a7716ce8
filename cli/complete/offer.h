/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What may stand at the cursor, as lines for a shell's script to read:
 *
 *	WORD TAB ABOUT      a word, and what it means or is called: safe text of one line, may be empty
 *	TAB "files"         names of files, too, which the shell knows best
 *
 * A WORD holds nothing that a shell reads something into; one that would is left out.
 */
#include <stdbool.h>
#include <stdio.h>

#include "lib/buffer.h"

#define OFFER_CELLS 60 /* of an ABOUT */

struct offer {
	struct buffer lines;
	size_t last;       /* where in it the last line begins */
	const char *word;  /* what stands at the cursor … */
	const char *typed; /* … and where in it that begins which a choice takes the place of */
	size_t count;
	bool utf8; /* the terminal's */
};

/* Take it if it begins with what was typed; twice running it counts once. about: a person's text or ours; NULL: none. */
bool offer_add(struct offer *offer, const char *word, const char *about);

/* Each of several words, parted by any of `between`. */
void offer_add_words(struct offer *offer, const char *words, const char *between);

void offer_add_files(struct offer *offer);

/* Write what was taken, and forget it. */
void offer_print(struct offer *offer, FILE *out);

void offer_free(struct offer *offer);

static inline void offer_freep(struct offer *offer)
{
	offer_free(offer);
}
