/* SPDX-License-Identifier: MIT */
/* What is in the table is a beginning of the log, without a gap: so its last pos says what is late, also after a crash. */
#include "daemon/store/ending.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>

#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/log.h"

#define HALF 1024 /* an end is two digits of so many values */

/* A pass of a radix sort: by one digit of the ends; of those that share it, the first stays the first. */
static void sort_by_half(const uint32_t *from, uint32_t *to, size_t count, unsigned shift)
{
	uint32_t places[HALF + 1] = { 0 };

	for (size_t i = 0; i < count; i++)
		places[(from[i] >> shift) % HALF + 1]++;
	for (size_t digit = 1; digit < HALF; digit++)
		places[digit] += places[digit - 1];
	for (size_t i = 0; i < count; i++)
		to[places[(from[i] >> shift) % HALF]++] = from[i];
}

/* The row of so many ends, in the order of the log. */
static void make_row(const uint32_t *late, size_t count, uint32_t row[ENDING_ROOM])
{
	uint32_t half[ENDING_ROOM];

	for (size_t i = 0; i < count; i++)
		row[i] = late[i] << ENDING_PLACE | (uint32_t)i;
	sort_by_half(row, half, count, ENDING_PLACE);
	sort_by_half(half, row, count, ENDING_PLACE + 10);
	for (size_t i = 0; i < count; i++)
		row[i] = htole32(row[i]);
}

/* Of what is late, what was not written yet, up to a pos. */
static int write_to(struct store *store, int64_t to)
{
	struct endings *endings = &store->endings;
	int64_t first = endings->writing + 1;
	size_t count = (size_t)(to - endings->writing);
	uint32_t row[ENDING_ROOM];

	make_row(&endings->late[endings->writing - endings->written], count, row);
	endings->writing = to;
	return query_run(store, QUERY_ENDING_ADD, "ib", first, row, count * sizeof(row[0]));
}

/* How far a row goes from here. */
static int64_t reach(const struct store *store, int64_t from)
{
	return from + ENDING_ROOM < store->head ? from + ENDING_ROOM : store->head;
}

int ending_write(struct store *store)
{
	struct endings *endings = &store->endings;
	int r = 0;

	endings->writing = endings->written;
	if (store->head - endings->written < ENDING_LATE)
		return 0;
	while (r == 0 && endings->writing < store->head)
		r = write_to(store, reach(store, endings->writing));
	return r;
}

void ending_settle(struct store *store)
{
	store->endings.written = store->endings.writing;
}

static int make_room(struct endings *endings, size_t count)
{
	size_t room = endings->room ? endings->room : ENDING_ROOM;
	uint32_t *late;

	while (room < count)
		room *= 2;
	if (room == endings->room)
		return 0;
	late = realloc(endings->late, room * sizeof(*late));
	if (!late)
		return fail(-ENOMEM, "ends of ids");
	endings->late = late;
	endings->room = room;
	return 0;
}

int ending_add(struct store *store, const struct id *id)
{
	size_t count = (size_t)(store->head - store->endings.written);
	int r = make_room(&store->endings, count);

	if (r == 0)
		store->endings.late[count - 1] = ending_of(id);
	return r;
}

/* A table that is ahead of the log is none of ours: it is made anew. */
static int find_written(struct store *store)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_ENDING_LAST, "");

	store->endings.written = r == 0 ? query_integer(row, 0) : 0;
	if (r < 0)
		return r;
	if (store->endings.written >= 0 && store->endings.written <= store->head)
		return 0;
	store->endings.written = 0;
	query_end(steal(&row));
	return query_run(store, QUERY_ENDING_CLEAR, "");
}

static int read_to(struct store *store, int64_t to)
{
	struct endings *endings = &store->endings;
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_EVENT_IDS, "ii", endings->written, to);

	for (size_t i = 0; r == 0 && (r = query_next(store, row)) == 0; i++) {
		struct id id = query_id(row, 0);

		endings->late[i] = ending_of(&id);
	}
	return r < 0 ? r : 0;
}

/* Of a log without its ends, as of an earlier version, as much as there is room for in memory. */
static int catch_up(struct store *store)
{
	int64_t to = reach(store, store->endings.written);
	int r = read_to(store, to);

	store->endings.writing = store->endings.written;
	if (r < 0 || (r = query_run(store, QUERY_BEGIN, "")) < 0 || (r = write_to(store, to)) < 0 ||
	    (r = query_run(store, QUERY_COMMIT, "")) < 0)
		return r;
	ending_settle(store);
	return store_checkpoint(store, false);
}

int ending_open(struct store *store)
{
	int r = make_room(&store->endings, ENDING_ROOM);

	if (r == 0)
		r = find_written(store);
	while (r == 0 && store->head - store->endings.written > ENDING_ROOM / 2)
		r = catch_up(store);
	return r < 0 ? r : read_to(store, store->head);
}

void ending_free(struct store *store)
{
	free(store->endings.late);
}

/* The first of a row that is no less. */
static size_t lower_bound(const uint32_t *ends, size_t count, uint32_t least)
{
	size_t from = 0;

	while (from < count) {
		size_t middle = from + (count - from) / 2;

		if (le32toh(ends[middle]) < least)
			from = middle + 1;
		else
			count = middle;
	}
	return from;
}

/* What is searched for. */
struct span {
	uint32_t end;
	int64_t from, to;
};

static int each_of_row(sqlite3_stmt *row, const struct span *span, ending_fn *fn, void *owner)
{
	int64_t first = query_integer(row, 0);
	const uint32_t *ends = sqlite3_column_blob(row, 1);
	size_t count = (size_t)sqlite3_column_bytes(row, 1) / sizeof(*ends);
	int r = 0;

	for (size_t i = lower_bound(ends, count, span->end << ENDING_PLACE);
	     r == 0 && i < count && le32toh(ends[i]) >> ENDING_PLACE == span->end; i++) {
		int64_t pos = first + le32toh(ends[i]) % ENDING_ROOM;

		if (span->from <= pos && pos <= span->to)
			r = fn(owner, pos);
	}
	return r;
}

static int each_written(struct store *store, const struct span *span, ending_fn *fn, void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_ENDING_FIND, "ii", span->from, span->to);

	while (r == 0 && (r = query_next(store, row)) == 0)
		r = each_of_row(row, span, fn, owner);
	return r < 0 ? r : 0;
}

int ending_each(struct store *store, uint32_t end, int64_t from, int64_t to, ending_fn *fn,
		void *owner)
{
	const struct endings *endings = &store->endings;
	const struct span span = { end, from, to };
	int64_t pos = from > endings->written ? from : endings->written + 1;
	int r = from <= endings->written ? each_written(store, &span, fn, owner) : 0;

	for (; pos <= to && r == 0; pos++)
		if (endings->late[pos - endings->written - 1] == end)
			r = fn(owner, pos);
	return r;
}
