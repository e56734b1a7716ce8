/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Base64 (RFC 4648, section 4), for the chunks of a backup. libsodium has it, too, but the CLI does
 * without libsodium: a library more to load is felt at every note.
 */
#include <sys/types.h>

#include "lib/buffer.h"

void base64_encode(struct buffer *out, const void *bytes, size_t size);

/* In place; the size of what it says, or -1 if it is no base64, whole and as it would be encoded. */
ssize_t base64_decode(char *text);
