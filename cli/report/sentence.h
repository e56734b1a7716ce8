/* SPDX-License-Identifier: MIT */
#pragma once

/* An entry as a sentence of a document: "Misleading path, 20 min lost since 10:10: …". Not yet escaped. */
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

void sentence_add(struct buffer *out, const struct entry *entry);

/* How many bytes of words a timeline shows: two sentences, SENTENCE_MOST bytes; all of them if they are no more. */
#define SENTENCE_MOST 320
size_t sentence_short(const char *words);

/* Cut them to that, at the end of a sentence, else with "…" behind a word. */
void sentence_cut(struct buffer *words);
