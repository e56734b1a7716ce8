/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * An excerpt: the texts of the events of one block (their pos >> EXCERPT_BLOCK is the same), folded, with the little
 * that a search asks of each beside its text. Packed it takes a hundredth to a twentieth of what the log takes for them.
 *
 * Entry after entry, in order of pos, packed as a whole by LZ4: flags, 3 bytes of the text's size (the least first), the
 * incident's 16 bytes (zeros: none; left out where it is that of the entry before), the text.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/event.h"

#define EXCERPT_BLOCK  10 /* bits of a pos within its block */
#define EXCERPT_EVENTS (1 << EXCERPT_BLOCK)
#define EXCERPT_TEXTS  (128 * 1024) /* bytes of text of one; what does not fit is left to the log */

/*
 * Part of the name by which excerpts are known (excerpt-row.h): up when the form changes, or a kind becomes a correction,
 * or begins or ends to tell why.
 */
#define EXCERPT_FORM "2"

struct excerpt_entry {
	uint32_t text, incident; /* where they begin in the bytes of the excerpt */
	uint32_t size;           /* of the text; 0: there is none to find, as of a correction */
	bool unread;             /* the log is to be asked */
	bool why;                /* its kind tells why (lib/kind.h) */
};

struct excerpt {
	int64_t block; /* -1: of none */
	struct buffer bytes;
	size_t count;
	struct excerpt_entry entries[EXCERPT_EVENTS];
	bool unread; /* some of them are */
};

/* NULL: there is no memory. Nothing is in it before it begins. */
struct excerpt *excerpt_new(void);

/* Of this block, and empty. */
void excerpt_begin(struct excerpt *excerpt, int64_t block);

/*
 * The next entry. kind: KIND_COUNT: nobody knows it; incident: the null id: none; text: folded, or NULL: nobody could read
 * it. Whether there was memory for it excerpt_pack() says.
 */
void excerpt_add(struct excerpt *excerpt, enum kind kind, const struct id *incident,
		 const char *text);

/* Packed, behind what is in `out`. 0 or -ENOMEM. */
int excerpt_pack(const struct excerpt *excerpt, struct buffer *out);

/* The other way, in one that has just begun. 0; -ENOMEM; 1: these are no bytes of ours. */
int excerpt_unpack(struct excerpt *excerpt, const void *packed, size_t size);

/* Of an entry: the null id if it has none. */
struct id excerpt_incident(const struct excerpt *excerpt, const struct excerpt_entry *entry);

void excerpt_free(struct excerpt *excerpt);
DROP(struct excerpt, excerpt_free)
