/* SPDX-License-Identifier: MIT */
#pragma once

/* An entry as a sentence of a document: "Misleading path, 20 min lost since 10:10: …". Not yet escaped. */
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

void sentence_add(struct buffer *out, const struct entry *entry);
