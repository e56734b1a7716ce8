/* SPDX-License-Identifier: MIT */
/* The only file that knows libsodium. */
#include "daemon/store/chain.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "lib/log.h"

int chain_init(void)
{
	return sodium_init() < 0 ? fail(-ENOSYS, "libsodium does not start") : 0;
}

void chain_salt(struct salts *salts, uint8_t salt[CHAIN_SALT])
{
	if (!salts->count) {
		randombytes_buf(salts->left, sizeof(salts->left));
		salts->count = sizeof(salts->left) / CHAIN_SALT;
	}
	memcpy(salt, salts->left[--salts->count], CHAIN_SALT);
	sodium_memzero(salts->left[salts->count], CHAIN_SALT);
}

static void hash_two(uint8_t *out, size_t out_size, const void *first, size_t first_size,
		     const void *second, size_t second_size)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, out_size);
	crypto_generichash_update(&state, first, first_size);
	crypto_generichash_update(&state, second, second_size);
	crypto_generichash_final(&state, out, out_size);
}

void chain_leaf(const uint8_t salt[CHAIN_SALT], const char *text, size_t size,
		uint8_t leaf[CHAIN_HASH])
{
	hash_two(leaf, CHAIN_HASH, salt, CHAIN_SALT, text, size);
}

void chain_hash(const uint8_t before[CHAIN_HASH], const uint8_t leaf[CHAIN_HASH],
		uint8_t hash[CHAIN_HASH])
{
	hash_two(hash, CHAIN_HASH, before, CHAIN_HASH, leaf, CHAIN_HASH);
}

void chain_seal(const char *place, const void *bytes, size_t size, uint8_t seal[CHAIN_DIGEST])
{
	hash_two(seal, CHAIN_DIGEST, place, strlen(place), bytes, size);
}

void chain_digest(const char *draft, size_t size, int64_t uid, uint8_t digest[CHAIN_DIGEST])
{
	hash_two(digest, CHAIN_DIGEST, &uid, sizeof(uid), draft, size);
}
