/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Ids: UUID version 7 (RFC 9562, section 5.7), and the short forms that people type.
 *
 * The last bits of an id in Crockford base 32 (digits and letters without i, l, o, u; i and l are read
 * as 1, o as 0, in either case) are its tail: 4 characters are 20 bits, 26 the whole id.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct id {
	uint8_t byte[16];
};

#define ID_TEXT_SIZE  37 /* "0193…-7…-…" and its NUL */
#define ID_TAIL_SIZE  27
#define ID_TAIL_SHORT 4
#define ID_REF_SIZE   14 /* "20261120-k7qd" and its NUL */

/* A new id: the time in milliseconds, then random bits. 0, or -errno if the kernel has no random bits. */
int id_make(struct id *id);

/* Returns text. */
char *id_format(const struct id *id, char text[ID_TEXT_SIZE]);

/* 0, or 1 if text is not the 36 characters of a UUID. */
int id_parse(const char *text, struct id *id);

/* The last `length` characters, 1 to 26, of the id in base 32. Returns text. */
char *id_tail(const struct id *id, size_t length, char text[ID_TAIL_SIZE]);

/* Could `typed` be a tail (4 to 26 characters of the alphabet)? Writes it in its plain form. */
bool id_tail_plain(const char *typed, char plain[ID_TAIL_SIZE]);

/* Does the id end in this plain tail? */
bool id_has_tail(const struct id *id, const char *plain);

/* "20261120-k7qd": the UTC day on which it was opened (microseconds), and the short tail. Returns text. */
char *id_ref(const struct id *id, int64_t opened_at, char text[ID_REF_SIZE]);

static inline bool id_equal(const struct id *a, const struct id *b)
{
	return __builtin_memcmp(a->byte, b->byte, sizeof(a->byte)) == 0;
}

static inline bool id_is_null(const struct id *id)
{
	return id_equal(id, &(struct id){ { 0 } });
}
