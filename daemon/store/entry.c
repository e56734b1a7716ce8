/* SPDX-License-Identifier: MIT */
/* The canonical text is pasted in, never parsed: what a reader gets is what is hashed. */
#include "daemon/store/entry.h"

#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/tail.h"
#include "lib/canon.h"

enum { AROUND = 384 }; /* bytes of what is around the text of a plain entry, at most */

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
	struct id id = query_id(row, ENTRY_ID);
	const char *effective = query_text(row, ENTRY_EFFECTIVE);
	char handle[ID_TAIL_SIZE];
	int r = tail_handle(store, &id, query_integer(row, ENTRY_POS), root, handle);

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
	const char *raw = query_text(row, ENTRY_RAW);
	size_t size = (size_t)sqlite3_column_bytes(row, ENTRY_RAW);
	int r = 0;

	buffer_reserve(out, size + AROUND);
	buffer_add_text(out, "{\"event\":");
	buffer_add(out, raw, size);
	put_hex(out, "hash", row, ENTRY_HASH);
	put_hex(out, "leaf", row, ENTRY_LEAF);
	buffer_add_text(out, ",\"pos\":");
	canon_integer(out, query_integer(row, ENTRY_POS));
	put_hex(out, "salt", row, ENTRY_SALT);
	if (!plain) {
		put_root(out, &root);
		r = put_more(store, row, &root, out);
	}
	buffer_add(out, "}", 1);
	return r;
}

int entry_write_at(struct store *store, int64_t pos, struct buffer *out)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = entry_start(store, &row, pos);

	return r ? r : entry_write(store, row, false, out);
}
