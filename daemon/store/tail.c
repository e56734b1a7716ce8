/* SPDX-License-Identifier: MIT */
/* A handle is looked for among the ends of ids; of those that share it, the ids and their incidents decide. */
#include "daemon/store/tail.h"

#include <string.h>

#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"

#define TAIL_FULL 26

/*
 * Where more positions would have to be looked through, or the incident has more entries, as only a storm of alerts makes
 * them, a handle is so long that nothing has to be looked for.
 */
#define LOOKED_THROUGH (INT64_C(1) << 18)
#define LOOKED_AMONG   (INT64_C(1) << 15)
#define TAIL_LONG \
	10 /* 50 random bits: of 10,000,000 entries another one ends so in 1 of 100,000,000 cases */

/* The last four characters as the bits that they stand for. */
static uint32_t end_of(const char *plain)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint32_t bits = 0;

	for (const char *c = plain + strlen(plain) - ID_TAIL_SHORT; *c; c++)
		bits = bits << 5 | (uint32_t)(strchr(alphabet, *c) - alphabet);
	return bits;
}

/* Who wants the events that are found, but for one. */
struct finding {
	struct store *store;
	int64_t but;
	tail_fn *fn;
	void *owner;
};

static int look_at(void *owner, int64_t pos)
{
	const struct finding *finding = owner;
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = pos == finding->but ? QUERY_NONE
				    : query_one(finding->store, &row, QUERY_EVENT_PLACE, "i", pos);

	if (r)
		return r < 0 ? r : 0;
	struct id id = query_id(row, 0), root = query_id(row, 1);
	finding->fn(finding->owner, &id, &root);
	return 0;
}

int tail_find(struct store *store, const char *plain, tail_fn *fn, void *owner)
{
	struct finding finding = { .store = store, .fn = fn, .owner = owner };
	int r = pending_write(store);

	return r < 0 ? r : ending_each(store, end_of(plain), 1, store->head, look_at, &finding);
}

/* A handle that is being made: how long must it be? */
struct making {
	const struct id *id, *root;
	size_t length;
};

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

static void tell_apart(void *owner, const struct id *id, const struct id *root)
{
	struct making *making = owner;

	if (!id_equal(root, making->root))
		return;
	size_t needed = shared_tail(id, making->id) + 1;
	if (needed > making->length)
		making->length = needed;
}

/* The first pos that an entry of this incident can have, and how many it has; 0 of what is in none. */
static int find_first(struct store *store, const struct id *root, int64_t *first, int64_t *entries)
{
	struct summary *summary;
	int r = id_is_null(root) ? QUERY_NONE : incident_get(store, root, &summary);

	*first = 1;
	*entries = 0;
	if (r)
		return r < 0 ? r : 0;
	*entries = summary->entries;
	return incident_first(store, summary, first);
}

/* The newest pos that another id with the same end can have: none, mostly, of what was recorded since the start. */
static int64_t last_like(const struct store *store, int64_t pos)
{
	const struct recent *recent = &store->recent;

	return pos == store->head && !recent->shared ? recent->since - 1 : store->head;
}

int tail_handle(struct store *store, const struct id *id, int64_t pos, const struct id *root,
		char handle[ID_TAIL_SIZE])
{
	struct making making = { .id = id, .root = root, .length = ID_TAIL_SHORT };
	struct finding finding = { store, pos, tell_apart, &making };
	int64_t first, entries, last = last_like(store, pos);
	int r = find_first(store, root, &first, &entries);

	id_tail(id, ID_TAIL_SHORT, handle);
	if (r < 0 || last < first)
		return r;
	if (last - first >= LOOKED_THROUGH || entries >= LOOKED_AMONG) {
		id_tail(id, TAIL_LONG, handle);
		return 0;
	}
	if ((r = pending_write_like(store, id, pos)) < 0)
		return r;
	r = ending_each(store, ending_of(id), first, last, look_at, &finding);
	id_tail(id, making.length < TAIL_FULL ? making.length : TAIL_FULL, handle);
	return r;
}
