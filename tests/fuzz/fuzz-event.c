/* SPDX-License-Identifier: MIT */
/* An event that comes from elsewhere, a later version or another host: what is read of it and written again is read as the same. */
#include "lib/event.h"
#include "tests/fuzz/fuzz.h"

static void write_again(const struct event *event)
{
	drop(buffer_free) struct buffer once = { 0 }, twice = { 0 };
	drop(json_decref) json_t *object = NULL;
	struct event again;

	event_write(event, &once);
	if (once.failed)
		return;
	object = json_loadb(once.data, once.size, JSON_REJECT_DUPLICATES, NULL);
	must(object);
	must(event_read(object, &again) == 0);
	event_write(&again, &twice);
	must(!twice.failed && strcmp(once.data, twice.data) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(json_decref) json_t *object =
		json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	struct event event;

	if (object && event_read(object, &event) == 0)
		write_again(&event);
	return 0;
}
