/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What makes a change of the log show: BLAKE2b (RFC 7693, libsodium).
 *
 *	leaf = BLAKE2b-256(salt, canonical text)     the salt keeps an expunged text from being guessed back
 *	hash = BLAKE2b-256(hash before, leaf)        of the same origin; 32 zeros before its first event
 */
#include <stddef.h>
#include <stdint.h>

#define CHAIN_SALT   16
#define CHAIN_HASH   32
#define CHAIN_DIGEST 16

/* Once, before anything else. 0 or -errno. */
int chain_init(void);

/* Random bytes that the kernel was asked for, many at once, and that were not used yet. */
struct salts {
	uint8_t left[64][CHAIN_SALT];
	size_t count;
};

/* One of them. */
void chain_salt(struct salts *salts, uint8_t salt[CHAIN_SALT]);

void chain_leaf(const uint8_t salt[CHAIN_SALT], const char *text, size_t size,
		uint8_t leaf[CHAIN_HASH]);

void chain_hash(const uint8_t before[CHAIN_HASH], const uint8_t leaf[CHAIN_HASH],
		uint8_t hash[CHAIN_HASH]);

/* Of bytes that can be made anew: another if one of their bits has changed, or if they are in another place. */
void chain_seal(const char *place, const void *bytes, size_t size, uint8_t seal[CHAIN_DIGEST]);

/* What a retry is compared by: the draft's canonical text and who sent it. */
void chain_digest(const char *draft, size_t size, int64_t uid, uint8_t digest[CHAIN_DIGEST]);
