/* SPDX-License-Identifier: MIT */
/*
 * The one door to LZ4. Texts of one log are alike, and so is what stands before each: packed that costs next to nothing.
 * A seal is looked at before (excerpt-row.c), and yet no size in what is unpacked is believed.
 */
#include "daemon/store/excerpt.h"

#include <errno.h>
#include <string.h>

#include <lz4.h>
#include <lz4hc.h>

#include "lib/kind.h"

enum { flag_unread = 1, flag_why = 2, flag_same = 4 };

#define EFFORT \
	LZ4HC_CLEVEL_MIN /* a fifth smaller than with none, and a fifth of the time that more would take */
#define HEAD_SIZE 4
#define ID_SIZE   sizeof(((struct id *)NULL)->byte)
#define MOST      (EXCERPT_TEXTS + EXCERPT_EVENTS * (HEAD_SIZE + ID_SIZE)) /* bytes, unpacked */

struct excerpt *excerpt_new(void)
{
	struct excerpt *excerpt = calloc(1, sizeof(*excerpt));

	if (excerpt)
		excerpt->block = -1;
	return excerpt;
}

void excerpt_begin(struct excerpt *excerpt, int64_t block)
{
	excerpt->block = block;
	excerpt->count = 0;
	excerpt->unread = false;
	buffer_clear(&excerpt->bytes);
}

struct id excerpt_incident(const struct excerpt *excerpt, const struct excerpt_entry *entry)
{
	struct id id;

	memcpy(id.byte, excerpt->bytes.data + entry->incident, ID_SIZE);
	return id;
}

/* Is it the incident of the entry before? */
static bool is_same(const struct excerpt *excerpt, const struct id *incident)
{
	if (!excerpt->count)
		return false;
	struct id before = excerpt_incident(excerpt, &excerpt->entries[excerpt->count - 1]);
	return id_equal(&before, incident);
}

/* Where an entry's parts lie, of which the first begins at `at`. */
static void place(struct excerpt *excerpt, size_t at, int flags, size_t size)
{
	struct excerpt_entry *entry = &excerpt->entries[excerpt->count++];

	entry->incident = (uint32_t)(at + HEAD_SIZE);
	entry->text = (uint32_t)(at + HEAD_SIZE + (flags & flag_same ? 0 : ID_SIZE));
	entry->size = (uint32_t)size;
	entry->why = flags & flag_why;
	entry->unread = flags & flag_unread;
	excerpt->unread |= entry->unread;
	if (flags & flag_same)
		entry->incident = entry[-1].incident;
}

static void put(struct excerpt *excerpt, int flags, const struct id *incident, const char *text)
{
	struct buffer *bytes = &excerpt->bytes;
	size_t at = bytes->size, size = strlen(text);
	uint8_t head[HEAD_SIZE] = { (uint8_t)flags, (uint8_t)size, (uint8_t)(size >> 8),
				    (uint8_t)(size >> 16) };

	buffer_add(bytes, head, sizeof(head));
	if (!(flags & flag_same))
		buffer_add(bytes, incident->byte, ID_SIZE);
	buffer_add(bytes, text, size);
	if (!bytes->failed)
		place(excerpt, at, flags, size);
}

void excerpt_add(struct excerpt *excerpt, enum kind kind, const struct id *incident,
		 const char *text)
{
	bool known =
		kind != KIND_COUNT && text && excerpt->bytes.size + strlen(text) <= EXCERPT_TEXTS;
	int flags = is_same(excerpt, incident) ? flag_same : 0;

	if (!known)
		put(excerpt, flags | flag_unread, incident, "");
	else
		put(excerpt, flags | (kind_tells_why(kind) ? flag_why : 0), incident,
		    kind_is_correction(kind) ? "" : text);
}

int excerpt_pack(const struct excerpt *excerpt, struct buffer *out)
{
	int size = (int)excerpt->bytes.size, room = LZ4_compressBound(size);
	char *to = excerpt->bytes.failed ? NULL : buffer_reserve(out, (size_t)room);

	if (!to)
		return -ENOMEM;
	int packed = LZ4_compress_HC(excerpt->bytes.data, to, size, room, EFFORT);
	out->size += (size_t)packed;
	return packed ? 0 : -ENOMEM;
}

/* The entry that begins at `*at`; what is behind it begins there then. */
static int read_entry(struct excerpt *excerpt, size_t *at)
{
	const uint8_t *head = (const uint8_t *)excerpt->bytes.data + *at;
	size_t left = excerpt->bytes.size - *at, whole = HEAD_SIZE;

	if (left < HEAD_SIZE || (head[0] & flag_same && !excerpt->count))
		return 1;
	size_t size = head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16;
	whole += (head[0] & flag_same ? 0 : ID_SIZE) + size;
	if (left < whole)
		return 1;
	place(excerpt, *at, head[0], size);
	*at += whole;
	return 0;
}

int excerpt_unpack(struct excerpt *excerpt, const void *packed, size_t size)
{
	char *to = buffer_reserve(&excerpt->bytes, MOST);
	size_t at = 0;

	if (!to)
		return -ENOMEM;
	int bytes = LZ4_decompress_safe(packed, to, (int)size, (int)MOST);
	if (bytes < 0)
		return 1;
	excerpt->bytes.size = (size_t)bytes;
	while (excerpt->count < EXCERPT_EVENTS)
		if (read_entry(excerpt, &at))
			return 1;
	return at != excerpt->bytes.size;
}

void excerpt_free(struct excerpt *excerpt)
{
	if (excerpt)
		buffer_free(&excerpt->bytes);
	free(excerpt);
}
