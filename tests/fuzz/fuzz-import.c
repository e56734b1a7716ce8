/* SPDX-License-Identifier: MIT */
/*
 * An export of any content, imported: each line an event, to which origin, seq, leaf and hash are made that
 * fit, so that what is tried is what follows from it. Taken or refused; the database is never to blame,
 * and a dry run leaves nothing.
 */
#include <unistd.h>

#include "daemon/store/chain.h"
#include "daemon/store/import.h"
#include "daemon/store/store.h"
#include "lib/canon.h"
#include "lib/event.h"
#include "lib/log.h"
#include "tests/fuzz/fuzz.h"

static struct store *opened(void)
{
	static struct store *store;
	static char directory[] = "/tmp/fuzz-import.XXXXXX";

	if (store)
		return store;
	log_set_level(LOG_ERROR_LEVEL);
	must(chain_init() == 0 && mkdtemp(directory) && store_open(&store, directory) == 0);
	return store;
}

/* As little of an event as an import asks for. */
static void complete(json_t *event, int64_t seq)
{
	json_object_set_new(event, "origin", json_string("01a00000-0000-7000-8000-0000000000ff"));
	json_object_set_new(event, "seq", json_integer(seq));
	if (!json_object_get(event, "author"))
		json_object_set_new(event, "author", json_pack("{s:i}", "uid", 1000));
	if (!json_object_get(event, "recorded_at"))
		json_object_set_new(event, "recorded_at",
				    json_string("2026-11-20T10:00:00.000000Z"));
}

/* False: it is no object, or has no canonical form. */
static bool make(struct imported *imported, const char *line, size_t size, int64_t seq,
		 uint8_t before[CHAIN_HASH])
{
	drop(json_decref) json_t *event = json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL);
	drop(buffer_free) struct buffer text = { 0 };

	if (!json_is_object(event))
		return false;
	complete(event, seq);
	canon_value(&text, event);
	if (text.failed)
		return false;
	imported->size = text.size;
	imported->text = buffer_steal(&text);
	imported->salted = true;
	chain_leaf(imported->salt, imported->text, imported->size, imported->leaf);
	chain_hash(before, imported->leaf, imported->hash);
	memcpy(before, imported->hash, CHAIN_HASH);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct imported events[16];
	struct import import = { .events = events, .dry = true };
	struct store *store = opened();
	uint8_t before[CHAIN_HASH] = { 0 };
	drop(free) char *text = fuzz_text(data, size);
	int64_t head = store->head;
	char *rest = NULL;

	memset(events, 0, sizeof(events));
	for (char *line = strtok_r(text, "\n", &rest); line && import.count < 16;
	     line = strtok_r(NULL, "\n", &rest))
		if (make(&events[import.count], line, strlen(line), (int64_t)import.count + 1,
			 before))
			import.count++;
	int r = import_run(store, &import);

	must(r == 0 || r == ANSWER_REFUSED);
	must(store->head == head && !store->damaged);
	must((r == 0) == (import.answer.error == NULL));
	for (size_t i = 0; i < import.count; i++)
		free(events[i].text);
	answer_free(&import.answer);
	return 0;
}
