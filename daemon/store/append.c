/* SPDX-License-Identifier: MIT */
/* The canonical text is made once; those bytes are hashed and stored. Derived rows follow in the same transaction. */
#include "daemon/store/append.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/chain.h"
#include "daemon/store/effective.h"
#include "daemon/store/incident.h"
#include "daemon/store/origin.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"

#define EVENT_SIZE 500 /* mostly, without its text */

int64_t author_key(const struct author *author)
{
	return (int64_t)((uint64_t)author->uid << 32 | (uint32_t)(author->login + 1));
}

int64_t append_author(const struct event *event)
{
	return event->source ? EVENT_NEVER : author_key(&event->author);
}

int append_next(struct store *store, const struct event *event, struct pending_row **row)
{
	int r = pending_next(store, row);

	if (r < 0)
		return r;
	(*row)->pos = ++store->head;
	(*row)->id = event->id;
	(*row)->seq = event->seq;
	(*row)->incident = event->incident;
	(*row)->kind = kinds[event->kind].name;
	(*row)->at = event->at;
	return 0;
}

/* The chain goes on with its text. */
static void link_to_chain(struct store *store, struct pending_row *row)
{
	const struct buffer *texts = &store->pending.texts;

	chain_salt(&store->salts, row->salt);
	row->salted = true;
	chain_leaf(row->salt, texts->data + row->text, texts->size - row->text, row->leaf);
	chain_hash(store->origin.hash, row->leaf, store->origin.hash);
	memcpy(row->hash, store->origin.hash, sizeof(row->hash));
}

static int add(struct store *store, const struct event *event, const uint8_t *digest)
{
	struct buffer *texts = &store->pending.texts;
	struct pending_row *row;
	int r = append_next(store, event, &row);

	if (r < 0)
		return r;
	row->origin = store->origin.number;
	row->author = append_author(event);
	row->digested = digest != NULL;
	if (digest)
		memcpy(row->digest, digest, sizeof(row->digest));
	buffer_reserve(texts, EVENT_SIZE + (event->text ? strlen(event->text) : 0));
	event_write(event, texts);
	if (texts->failed)
		return -ENOMEM;
	link_to_chain(store, row);
	return pending_add(store, row);
}

int append_event(struct store *store, struct event *event, bool now, const uint8_t *digest)
{
	int r;

	origin_complete(store, event);
	if (now)
		event->at = event->recorded_at;
	if ((r = add(store, event, digest)) < 0)
		return r;
	if ((r = effective_refer(store, event, store->head)) < 0)
		return r;
	journal_add(&store->journal, &event->incident, &event->id, event->kind);
	return incidents_add(store, event, store->head);
}
