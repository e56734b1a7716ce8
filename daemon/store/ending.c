/* SPDX-License-Identifier: MIT */
/* What is in the table is a beginning of the log, without a gap: so its last pos says what is late, also after a crash. */
#include "daemon/store/ending.h"

#include <errno.h>
#include <stdlib.h>

#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/log.h"

#define HALF 1024 /* an end is two digits of so many values */

/* A pass of a radix sort: by one digit of the ends; of those that share it, the first stays the first. */
static void sort_by_half(const struct ending_place *from, struct ending_place *to, size_t count,
			 unsigned shift)
{
	uint32_t places[HALF + 1] = { 0 };

	for (size_t i = 0; i < count; i++)
		places[(from[i].end >> shift) % HALF + 1]++;
	for (size_t digit = 1; digit < HALF; digit++)
		places[digit] += places[digit - 1];
	for (size_t i = 0; i < count; i++)
		to[places[(from[i].end >> shift) % HALF]++] = from[i];
}

enum column { STRETCH, END, POS };

static void put_column(const void *owner, size_t at, int column, sqlite3_context *out)
{
	const struct endings *endings = owner;
	const struct ending_place *place = &endings->places[at];

	switch ((enum column)column) {
	case STRETCH:
		sqlite3_result_int64(out, place->pos >> ENDING_STRETCH);
		break;
	case END:
		sqlite3_result_int64(out, place->end);
		break;
	case POS:
		sqlite3_result_int64(out, place->pos);
		break;
	}
}

int ending_prepare(struct store *store)
{
	store->endings.table = (struct rows){
		.name = "late_ending",
		.schema = "CREATE TABLE late_ending (stretch, end, pos)",
		.column = put_column,
		.owner = &store->endings,
	};
	return rows_open(store, &store->endings.table);
}

/* Of what is late, what was not written yet, up to a pos of the same stretch. */
static int write_to(struct store *store, int64_t to)
{
	struct endings *endings = &store->endings;
	const uint32_t *late = &endings->late[endings->writing - endings->written];
	size_t count = (size_t)(to - endings->writing);

	for (size_t i = 0; i < count; i++)
		endings->places[i] =
			(struct ending_place){ late[i], endings->writing + 1 + (int64_t)i };
	sort_by_half(endings->places, endings->sorted, count, 0);
	sort_by_half(endings->sorted, endings->places, count, 10);
	endings->table.count = count;
	endings->writing = to;
	return query_run(store, QUERY_ENDING_ADD, "");
}

static int64_t earlier(int64_t one, int64_t other)
{
	return one < other ? one : other;
}

/* How far one statement goes from here: there is so much room, and it stays in its stretch. */
static int64_t reach(const struct store *store, int64_t from)
{
	int64_t stretch_end = (from + 1) | ((INT64_C(1) << ENDING_STRETCH) - 1);

	return earlier(earlier(from + ENDING_ROOM, stretch_end), store->head);
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

	if (r)
		return r < 0 ? r : -EUCLEAN;
	store->endings.written = query_integer(row, 0);
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

static int each_written(struct store *store, uint32_t end, int64_t from, int64_t to, ending_fn *fn,
			void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_ENDING_FIND, "iii", from, to, (int64_t)end);

	while (r == 0 && (r = query_next(store, row)) == 0)
		r = fn(owner, query_integer(row, 0));
	return r < 0 ? r : 0;
}

int ending_each(struct store *store, uint32_t end, int64_t from, int64_t to, ending_fn *fn,
		void *owner)
{
	const struct endings *endings = &store->endings;
	int64_t pos = from > endings->written ? from : endings->written + 1;
	int r = from <= endings->written ? each_written(store, end, from, to, fn, owner) : 0;

	for (; pos <= to && r == 0; pos++)
		if (endings->late[pos - endings->written - 1] == end)
			r = fn(owner, pos);
	return r;
}
