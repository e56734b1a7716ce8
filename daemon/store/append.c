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

static int insert(struct store *store, const struct event *event, const struct buffer *text,
		  const uint8_t *digest)
{
	uint8_t salt[CHAIN_SALT], leaf[CHAIN_HASH];

	chain_salt(&store->salts, salt);
	chain_leaf(salt, text->data, text->size, leaf);
	chain_hash(store->origin.hash, leaf, store->origin.hash);
	return query_run(store, QUERY_EVENT_ADD, "idiidtIIbbbbt", ++store->head, &event->id,
			 store->origin.number, event->seq, &event->incident,
			 kinds[event->kind].name, event->at, append_author(event), digest,
			 (size_t)CHAIN_DIGEST, salt, sizeof(salt), leaf, sizeof(leaf),
			 store->origin.hash, sizeof(store->origin.hash), text->data);
}

int append_event(struct store *store, struct event *event, bool now, const uint8_t *digest,
		 struct buffer *text)
{
	int r;

	origin_complete(store, event);
	if (now)
		event->at = event->recorded_at;
	buffer_reserve(text, EVENT_SIZE + (event->text ? strlen(event->text) : 0));
	event_write(event, text);
	if (text->failed)
		return -ENOMEM;
	if ((r = insert(store, event, text, digest)) < 0)
		return r;
	if ((r = effective_refer(store, event, store->head)) < 0)
		return r;
	journal_add(&store->journal, &event->incident, &event->id, event->kind);
	return incidents_add(store, event, store->head);
}
