/* SPDX-License-Identifier: MIT */
/* The rows and their texts stay where they are until the next event after they were written. */
#include "daemon/store/pending.h"

#include <errno.h>
#include <sqlite3.h>

#include "daemon/store/query.h"
#include "daemon/store/store.h"

enum column {
	POS,
	ID,
	ORIGIN,
	SEQ,
	INCIDENT,
	KIND,
	AT,
	AUTHOR,
	DIGEST,
	SALT,
	LEAF,
	HASH,
	JSON,
	BEGINS
};

static void put_integer(sqlite3_context *out, int64_t value)
{
	if (value == EVENT_NEVER)
		sqlite3_result_null(out);
	else
		sqlite3_result_int64(out, value);
}

static void put_bytes(sqlite3_context *out, bool there, const void *bytes, size_t size)
{
	if (there)
		sqlite3_result_blob(out, bytes, (int)size, SQLITE_STATIC);
	else
		sqlite3_result_null(out);
}

static void put_column(const void *owner, size_t at, int column, sqlite3_context *out)
{
	const struct pending *pending = owner;
	const struct pending_row *row = &pending->rows[at];

	switch ((enum column)column) {
	case POS:
		sqlite3_result_int64(out, row->pos);
		break;
	case ID:
		put_bytes(out, true, row->id.byte, sizeof(row->id.byte));
		break;
	case ORIGIN:
		sqlite3_result_int64(out, row->origin);
		break;
	case SEQ:
		sqlite3_result_int64(out, row->seq);
		break;
	case INCIDENT:
		put_bytes(out, !id_is_null(&row->incident), row->incident.byte,
			  sizeof(row->incident.byte));
		break;
	case KIND:
		sqlite3_result_text(out, row->kind, -1, SQLITE_STATIC);
		break;
	case AT:
		put_integer(out, row->at);
		break;
	case AUTHOR:
		put_integer(out, row->author);
		break;
	case DIGEST:
		put_bytes(out, row->digested, row->digest, sizeof(row->digest));
		break;
	case SALT:
		put_bytes(out, row->salted, row->salt, sizeof(row->salt));
		break;
	case LEAF:
		put_bytes(out, true, row->leaf, sizeof(row->leaf));
		break;
	case HASH:
		put_bytes(out, true, row->hash, sizeof(row->hash));
		break;
	case JSON:
		sqlite3_result_text(out, pending_text(pending, row), (int)row->text_size,
				    SQLITE_STATIC);
		break;
	case BEGINS:
		sqlite3_result_int(out, row->begins);
		break;
	}
}

int pending_open(struct store *store)
{
	store->pending.table = (struct rows){
		.name = "pending",
		.schema = "CREATE TABLE pending (pos, id, origin, seq, incident, kind, at, author, "
			  "digest, salt, leaf, hash, json, begins)",
		.column = put_column,
		.owner = &store->pending,
	};
	return rows_open(store, &store->pending.table);
}

void pending_rest(struct store *store)
{
	buffer_free(&store->pending.texts);
}

int pending_next(struct store *store, struct pending_row **row)
{
	struct pending *pending = &store->pending;
	int r = pending->table.count == PENDING_MOST ? pending_write(store) : 0;

	if (r < 0)
		return r;
	if (!pending->table.count)
		buffer_clear(&pending->texts);
	*row = &pending->rows[pending->table.count];
	**row = (struct pending_row){ .text = pending->texts.size };
	return 0;
}

int pending_add(struct store *store, struct pending_row *row)
{
	struct pending *pending = &store->pending;

	row->text_size = pending->texts.size - row->text;
	buffer_add(&pending->texts, "", 1);
	if (pending->texts.failed)
		return -ENOMEM;
	pending->newest = row->text;
	row->begins = run_begins(&store->run, row->author, &row->incident);
	pending->begins |= row->begins;
	pending->table.count++;
	recent_add(&store->recent, &row->id);
	return ending_add(store, &row->id);
}

int pending_write(struct store *store)
{
	if (!store->pending.table.count)
		return 0;
	int r = query_run(store, QUERY_EVENT_ADD, "");
	if (r == 0 && store->pending.begins)
		r = query_run(store, QUERY_RUN_ADD, "");
	store->pending.table.count = 0;
	store->pending.begins = false;
	return r;
}

int pending_write_like(struct store *store, const struct id *id, int64_t but)
{
	const struct pending *pending = &store->pending;
	uint32_t end = ending_of(id);

	for (size_t i = 0; i < pending->table.count; i++)
		if (ending_of(&pending->rows[i].id) == end && pending->rows[i].pos != but)
			return pending_write(store);
	return 0;
}

void pending_forget(struct store *store)
{
	store->pending.table.count = 0;
	store->pending.begins = false;
	recent_forget(&store->recent);
}
