/* SPDX-License-Identifier: MIT */
/*
 * Twice over all pages' cells: once to find which events there are and where, once to write them in
 * order. An event may be there several times, in the file and in versions of the WAL: one that was
 * expunged goes before one that was not yet, one that fits its leaf before one that does not.
 */
#include "daemon/store/salvage.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "daemon/store/image-row.h"
#include "lib/event.h"
#include "lib/log.h"
#include "lib/text.h"

enum { warned_most = 800 }; /* bytes of a text */

/* Where an event was found, and what it is worth. */
struct finding {
	int64_t origin, seq;
	size_t page;
	uint16_t cell;
	uint8_t worth;
};

enum worth { EXPUNGED, WHOLE, SPOILT };

struct search {
	struct image image;
	uint8_t *page;
	struct buffer payload;
	struct finding *findings;
	size_t count, room;
};

static void search_closep(struct search *search)
{
	image_close(&search->image);
	free(search->page);
	buffer_free(&search->payload);
	free(search->findings);
}

static bool fits_leaf(const struct image_row *row)
{
	uint8_t leaf[CHAIN_HASH];

	chain_leaf(row->salt, row->text, row->text_size, leaf);
	return memcmp(leaf, row->leaf, CHAIN_HASH) == 0;
}

/* Without its salt a text cannot be held against its leaf, and must say nothing. */
static enum worth worth_of(const struct image_row *row)
{
	drop(json_decref) json_t *object =
		json_loadb(row->text, row->text_size, JSON_REJECT_DUPLICATES, NULL);
	struct event event;

	if (!object || event_read(object, &event) != 0)
		return SPOILT;
	if (!row->salt)
		return event.text ? SPOILT : EXPUNGED;
	return fits_leaf(row) ? WHOLE : SPOILT;
}

static int keep(struct search *search, const struct finding *finding)
{
	if (search->count == search->room) {
		size_t room = search->room ? search->room * 2 : 1024;
		struct finding *findings = reallocarray(search->findings, room, sizeof(*findings));

		if (!findings)
			return fail(-ENOMEM, "salvage");
		search->findings = findings;
		search->room = room;
	}
	search->findings[search->count++] = *finding;
	return 0;
}

static int look_at(struct search *search, size_t number)
{
	size_t start, cells;
	struct image_row row;
	int r = 0;

	if (image_nth(&search->image, number, search->page, &start) != 0)
		return 0;
	cells = image_cells(&search->image, search->page, start);
	for (size_t cell = 0; cell < cells && r == 0; cell++)
		if (image_row(&search->image, search->page, start, cell, &search->payload, &row) ==
		    0)
			r = keep(search, &(struct finding){ row.origin, row.seq, number,
							    (uint16_t)cell, worth_of(&row) });
	return r;
}

static int by_place(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;

	if (a->origin != b->origin)
		return a->origin < b->origin ? -1 : 1;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return (a->worth > b->worth) - (a->worth < b->worth);
}

static void put_hex(FILE *out, const char *name, const uint8_t *bytes, size_t size)
{
	fprintf(out, ",\"%s\":\"", name);
	for (size_t i = 0; i < size; i++)
		fprintf(out, "%02x", bytes[i]);
	fputc('"', out);
}

/* The members in the order of canonical JSON. */
static void put_line(FILE *out, const struct image_row *row)
{
	fputs("{\"event\":", out);
	fwrite(row->text, 1, row->text_size, out);
	put_hex(out, "hash", row->hash, CHAIN_HASH);
	put_hex(out, "leaf", row->leaf, CHAIN_HASH);
	fprintf(out, ",\"pos\":%" PRId64, row->pos);
	if (row->salt)
		put_hex(out, "salt", row->salt, CHAIN_SALT);
	fputs("}\n", out);
}

/* A person's words, or noise: made safe for a terminal, and cut. */
static void warn(const struct image_row *row)
{
	size_t size = row->text_size < warned_most ? row->text_size : warned_most;
	drop(free) char *text = strndup(row->text, size),
			*safe = text ? text_safe(text, false) : NULL;

	log_warning("pos %" PRId64 " does not say what was recorded: %s", row->pos,
		    safe ? safe : "");
}

static void put(struct search *search, const struct finding *finding, FILE *out,
		struct salvage *salvage)
{
	struct image_row row;
	size_t start;

	if (image_nth(&search->image, finding->page, search->page, &start) != 0 ||
	    image_row(&search->image, search->page, start, finding->cell, &search->payload, &row))
		return;
	if (finding->worth != SPOILT) {
		put_line(out, &row);
		salvage->events++;
		return;
	}
	warn(&row);
	salvage->spoilt++;
}

static int write_all(struct search *search, FILE *out, struct salvage *salvage)
{
	const struct finding *before = NULL;

	if (search->count)
		qsort(search->findings, search->count, sizeof(*search->findings), by_place);
	for (size_t i = 0; i < search->count; i++) {
		const struct finding *finding = &search->findings[i];

		if (!before || before->origin != finding->origin || before->seq != finding->seq)
			put(search, finding, out, salvage);
		before = finding;
	}
	salvage->unreadable = search->image.unreadable;
	return fflush(out) == 0 && !ferror(out) ? 0 : fail(-errno, "standard output");
}

int salvage(const char *path, FILE *out, struct salvage *salvage)
{
	drop(search_close) struct search search = { .image = { .file = -1, .wal = -1 } };
	int r = chain_init();

	*salvage = (struct salvage){ 0 };
	if (r < 0 || (r = image_open(&search.image, path)) < 0)
		return r;
	search.page = malloc(search.image.size);
	if (!search.page)
		return fail(-ENOMEM, "salvage");
	for (size_t n = 0; n < image_count(&search.image) && r == 0; n++)
		r = look_at(&search, n);
	return r < 0 ? r : write_all(&search, out, salvage);
}
