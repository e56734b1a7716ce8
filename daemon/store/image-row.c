/* SPDX-License-Identifier: MIT */
/*
 * Every number out of the file is held against what is there before it is used. What looks like a row
 * of `event` by the types and sizes of its columns is one: which table a page belongs to is written only in
 * pages above it, which may be gone.
 */
#include "daemon/store/image-row.h"

#include "daemon/store/format.h"

enum {
	leaf_table = 13, /* the kind of page */
	leaf_header_size = 8,
	payload_most = 4 * 1024 * 1024, /* as much as SQLite is let take (store.c) */
};

/* The columns of sql/migrations/0004-ids.sql, in their order; before it there was the tail in place of the id. */
enum { POS, ID, ORIGIN, SEQ, INCIDENT, KIND, AT, AUTHOR, DIGEST, SALT, LEAF, HASH, JSON, COLUMNS };

struct reader {
	const uint8_t *at, *end;
};

struct column {
	uint64_t type;
	const uint8_t *bytes;
	size_t size;
};

/* One to nine bytes, the last of nine whole. False: they end too early. */
static bool take_varint(struct reader *reader, uint64_t *value)
{
	*value = 0;
	for (int i = 0; i < 9 && reader->at < reader->end; i++) {
		uint8_t byte = *reader->at++;

		if (i == 8) {
			*value = *value << 8 | byte;
			return true;
		}
		*value = *value << 7 | (byte & 0x7f);
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

static size_t size_of_type(uint64_t type)
{
	static const uint8_t sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0 };

	return type < 12 ? sizes[type] : (size_t)((type - 12) / 2);
}

static int64_t integer(const struct column *column)
{
	uint64_t value = column->size && column->bytes[0] & 0x80 ? UINT64_MAX : 0;

	if (column->type >= 8)
		return column->type == 9;
	for (size_t i = 0; i < column->size; i++)
		value = value << 8 | column->bytes[i];
	return (int64_t)value;
}

static bool is_integer(const struct column *column)
{
	return (column->type >= 1 && column->type <= 6) || column->type == 8 || column->type == 9;
}

static bool is_blob(const struct column *column, size_t size)
{
	return column->type == 12 + 2 * size;
}

/* The types of all columns, then their bytes. */
static bool read_columns(struct reader *payload, struct column columns[COLUMNS])
{
	const uint8_t *start = payload->at;
	struct reader types = *payload;
	uint64_t header;

	if (!take_varint(&types, &header) || header > (uint64_t)(payload->end - start))
		return false;
	types.end = payload->at = start + header;
	for (int i = 0; i < COLUMNS; i++)
		if (!take_varint(&types, &columns[i].type))
			return false;
	for (int i = 0; i < COLUMNS; i++) {
		columns[i].size = size_of_type(columns[i].type);
		columns[i].bytes = payload->at;
		if (columns[i].size > (size_t)(payload->end - payload->at))
			return false;
		payload->at += columns[i].size;
	}
	return types.at == types.end && payload->at == payload->end;
}

static bool is_event(const struct column columns[COLUMNS])
{
	const struct column *text = &columns[JSON];

	return columns[POS].type == 0 && is_blob(&columns[ID], 16) &&
	       is_integer(&columns[ORIGIN]) && is_integer(&columns[SEQ]) &&
	       (columns[SALT].type == 0 || is_blob(&columns[SALT], CHAIN_SALT)) &&
	       is_blob(&columns[LEAF], CHAIN_HASH) && is_blob(&columns[HASH], CHAIN_HASH) &&
	       text->type >= 13 && text->type % 2 == 1;
}

/* How much of a payload stands in the cell itself (section 1.6). */
static size_t local_size(const struct image *image, size_t size)
{
	size_t most = image->usable - 35, least = (image->usable - 12) * 32 / 255 - 23;
	size_t local = size;

	if (size > most)
		local = least + (size - least) % (image->usable - 4);
	return local <= most ? local : least;
}

/* The rest of a payload, which stands in a chain of pages. False: it breaks off. */
static bool add_overflow(struct image *image, uint32_t page, size_t left, struct buffer *payload)
{
	drop(free) uint8_t *bytes = malloc(image->size);

	while (left && bytes && image_page(image, page, bytes) == 0) {
		size_t part = left < image->usable - 4 ? left : image->usable - 4;

		buffer_add(payload, bytes + 4, part);
		page = format_u32(bytes);
		left -= part;
	}
	return !left && !payload->failed;
}

/* A cell's payload, together in one place, and the rowid before it. */
static bool read_payload(struct image *image, struct reader cell, struct buffer *payload,
			 int64_t *rowid)
{
	uint64_t size, id;

	if (!take_varint(&cell, &size) || !take_varint(&cell, &id) || size > payload_most)
		return false;
	size_t local = local_size(image, (size_t)size), left = (size_t)size - local;
	if (local + (left ? 4 : 0) > (size_t)(cell.end - cell.at))
		return false;
	*rowid = (int64_t)id;
	buffer_clear(payload);
	buffer_add(payload, cell.at, local);
	return !left || add_overflow(image, format_u32(cell.at + local), left, payload);
}

size_t image_cells(const struct image *image, const uint8_t *page, size_t start)
{
	size_t cells = format_u16(page + start + 3);
	size_t most = (image->usable - start - leaf_header_size) / 2;

	if (page[start] != leaf_table)
		return 0;
	return cells < most ? cells : most;
}

int image_row(struct image *image, const uint8_t *page, size_t start, size_t cell,
	      struct buffer *payload, struct image_row *row)
{
	size_t offset = format_u16(page + start + leaf_header_size + 2 * cell);
	struct column columns[COLUMNS];

	if (offset >= image->usable ||
	    !read_payload(image, (struct reader){ page + offset, page + image->usable }, payload,
			  &row->pos))
		return 1;
	struct reader bytes = { (const uint8_t *)payload->data,
				(const uint8_t *)payload->data + payload->size };
	if (!payload->size || !read_columns(&bytes, columns) || !is_event(columns))
		return 1;
	row->origin = integer(&columns[ORIGIN]);
	row->seq = integer(&columns[SEQ]);
	row->salt = columns[SALT].size ? columns[SALT].bytes : NULL;
	row->leaf = columns[LEAF].bytes;
	row->hash = columns[HASH].bytes;
	row->text = (const char *)columns[JSON].bytes;
	row->text_size = columns[JSON].size;
	return 0;
}
