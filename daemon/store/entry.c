/* SPDX-License-Identifier: MIT */
/* The canonical text is pasted in, never parsed: what a reader gets is what is hashed. */
#include "daemon/store/entry.h"

#include <string.h>

#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/canon.h"

#define TAIL_FULL 26

int entry_start(struct store *store, struct sqlite3_stmt **row, int64_t pos)
{
	return query_one(store, row, QUERY_PAGE_ALL, "iii", pos - 1, pos, (int64_t)1);
}

static void put_hex(struct buffer *out, const char *name, sqlite3_stmt *row, int column)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *bytes = sqlite3_column_blob(row, column);
	int size = sqlite3_column_bytes(row, column);
	char hex[64 + 1];

	if (!bytes || size > 32)
		return;
	for (int i = 0; i < size; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	buffer_add_text(out, ",\"");
	buffer_add_text(out, name);
	buffer_add(out, "\":\"", 3);
	buffer_add(out, hex, (size_t)size * 2);
	buffer_add(out, "\"", 1);
}

static void put_root(struct buffer *out, const struct id *root)
{
	char text[ID_TEXT_SIZE];

	if (id_is_null(root))
		return;
	buffer_add_text(out, ",\"incident\":\"");
	buffer_add_text(out, id_format(root, text));
	buffer_add(out, "\"", 1);
}

static int put_more(struct store *store, sqlite3_stmt *row, const struct id *root,
		    struct buffer *out)
{
	struct id id = query_tail(row, ENTRY_TAIL);
	const char *effective = query_text(row, ENTRY_EFFECTIVE);
	char handle[ID_TAIL_SIZE];
	int r = entry_handle(store, &id, root, handle);

	if (r < 0)
		return r;
	buffer_add_text(out, ",\"handle\":\"");
	buffer_add_text(out, handle);
	buffer_add(out, "\"", 1);
	if (effective) {
		buffer_add_text(out, ",\"effective\":");
		buffer_add_text(out, effective);
	}
	return 0;
}

int entry_write(struct store *store, struct sqlite3_stmt *row, bool plain, struct buffer *out)
{
	struct id root = query_id(row, ENTRY_ROOT);
	int r = 0;

	buffer_add_text(out, "{\"pos\":");
	canon_integer(out, query_integer(row, ENTRY_POS));
	buffer_add_text(out, ",\"event\":");
	buffer_add(out, query_text(row, ENTRY_RAW), (size_t)sqlite3_column_bytes(row, ENTRY_RAW));
	put_hex(out, "hash", row, ENTRY_HASH);
	put_hex(out, "leaf", row, ENTRY_LEAF);
	put_hex(out, "salt", row, ENTRY_SALT);
	put_root(out, &root);
	if (!plain)
		r = put_more(store, row, &root, out);
	buffer_add(out, "}", 1);
	return r;
}

int entry_write_at(struct store *store, int64_t pos, struct buffer *out)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = entry_start(store, &row, pos);

	return r ? r : entry_write(store, row, false, out);
}

void entry_tail_range(const char *plain, struct id *low, struct id *high)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	size_t length = strlen(plain), nibbles = length * 5 / 4;

	memset(low, 0, sizeof(*low));
	memset(high, 0xff, sizeof(*high));
	for (size_t nibble = 0; nibble < nibbles && nibble < 32; nibble++) {
		unsigned value = 0;

		for (size_t bit = nibble * 4; bit < nibble * 4 + 4; bit++) {
			const char *digit = strchr(alphabet, plain[length - 1 - bit / 5]);

			value |= ((unsigned)(digit - alphabet) >> (bit % 5) & 1) << (bit % 4);
		}
		unsigned shift = nibble % 2 ? 0 : 4;
		low->byte[nibble / 2] |= (uint8_t)(value << shift);
		high->byte[nibble / 2] &= (uint8_t)(value << shift | 0xfu << (4 - shift));
	}
}

/* How many characters at the end two ids share. */
static size_t shared_tail(const struct id *a, const struct id *b)
{
	char one[ID_TAIL_SIZE], other[ID_TAIL_SIZE];
	size_t shared = 0;

	id_tail(a, TAIL_FULL, one);
	id_tail(b, TAIL_FULL, other);
	while (shared < TAIL_FULL && one[TAIL_FULL - 1 - shared] == other[TAIL_FULL - 1 - shared])
		shared++;
	return shared;
}

int entry_handle(struct store *store, const struct id *id, const struct id *root,
		 char handle[ID_TAIL_SIZE])
{
	drop(query_end) sqlite3_stmt *row = NULL;
	size_t length = ID_TAIL_SHORT;
	struct id low, high;

	entry_tail_range(id_tail(id, ID_TAIL_SHORT, handle), &low, &high);
	int r = query_start(store, &row, QUERY_EVENT_BY_TAIL, "bb", low.byte, sizeof(low.byte),
			    high.byte, sizeof(high.byte));
	while (r == 0 && (r = query_next(store, row)) == 0) {
		struct id other = query_tail(row, 0), its_root = query_id(row, 3);

		if (id_equal(&other, id) || !id_equal(&its_root, root))
			continue;
		size_t needed = shared_tail(&other, id) + 1;
		if (needed > length)
			length = needed;
	}
	id_tail(id, length < TAIL_FULL ? length : TAIL_FULL, handle);
	return r < 0 ? r : 0;
}
