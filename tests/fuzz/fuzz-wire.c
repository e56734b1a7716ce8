/* SPDX-License-Identifier: MIT */
/*
 * What a client may send: bytes in pieces of any size, messages, parameters, drafts. The first byte
 * says how large the pieces are.
 */
#include "daemon/call.h"
#include "daemon/service.h"
#include "include/limits.h"
#include "lib/canon.h"
#include "lib/draft.h"
#include "lib/frame.h"
#include "tests/fuzz/fuzz.h"

/* Canonical text that is read again is the same text. */
static void is_canonical(const json_t *value)
{
	drop(buffer_free) struct buffer once = { 0 }, twice = { 0 };
	drop(json_decref) json_t *again = NULL;

	canon_value(&once, value);
	if (once.failed)
		return;
	again = json_loadb(once.data, once.size, JSON_REJECT_DUPLICATES, NULL);
	must(again);
	canon_value(&twice, again);
	must(!twice.failed && strcmp(once.data, twice.data) == 0);
}

static void try_drafts(const struct call *call)
{
	const json_t *drafts = json_object_get(call->parameters, "drafts");
	json_t *object;
	size_t i;

	json_array_foreach ((json_t *)drafts, i, object) {
		struct draft_fault fault = { .what = "" };
		struct draft draft;

		if (draft_read(object, &draft, &fault) == 0)
			is_canonical(object);
		else
			must(fault.what[0]);
	}
}

static void try_message(const char *message, size_t size)
{
	struct call call = { .size = size };

	service_parse(NULL, &call, message, size);
	must(call.fault || call.method);
	must(!call.fault || call.alone);
	if (!call.fault)
		try_drafts(&call);
	arena_free(&call.memory);
}

static int try_messages(struct frame *frame)
{
	const char *message;
	size_t size;
	int answer;

	while ((answer = frame_next(frame, &message, &size)) == 0) {
		must(size <= LIMIT_MESSAGE && strlen(message) == size);
		try_message(message, size);
	}
	return answer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame frame = { .limit = LIMIT_MESSAGE };
	size_t piece = size ? data[0] + 1U : 1;
	int answer = FRAME_NONE;

	for (size_t at = 1; at < size && answer == FRAME_NONE;) {
		size_t room, part = size - at < piece ? size - at : piece;
		char *place = frame_room(&frame, &room);

		must(place && room);
		part = part < room ? part : room;
		memcpy(place, data + at, part);
		frame_added(&frame, part);
		at += part;
		answer = try_messages(&frame);
	}
	frame_clear(&frame);
	return 0;
}
