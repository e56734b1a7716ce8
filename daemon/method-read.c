/* SPDX-License-Identifier: MIT */
/* Read, Search and List: streams over the log, the text and the incidents. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/method.h"
#include "daemon/store/choose.h"
#include "daemon/store/incident-write.h"
#include "daemon/store/page.h"
#include "daemon/store/search.h"
#include "daemon/store/store.h"
#include "daemon/stream.h"
#include "include/limits.h"
#include "lib/drop.h"

/* One struct for the three: what they walk, and whether the selector was looked up. */
struct reading {
	struct stream stream;
	const char *incident; /* a selector, or NULL; the request's */
	struct author author;
	bool begun;
	struct page page;
	struct search search;
	struct incident_list list;
};

/* A step holds no more than what a reader may leave unread. */
static int put_entry(void *owner, const char *entry, size_t size)
{
	struct stream *stream = owner;
	int r = stream_put_as(stream, "entry", entry, size);

	return r == 0 && stream->messages.size > LIMIT_UNREAD ? PAGE_FULL : r;
}

static int put_more(void *owner, const char *more, size_t size)
{
	struct stream *stream = owner;
	int r = stream_put_as(stream, "more", more, size);

	return r == 0 && stream->messages.size > LIMIT_UNREAD ? PAGE_FULL : r;
}

static int put_incident(void *owner, const char *incident, size_t size)
{
	return stream_put_as(owner, "incident", incident, size);
}

/* The incident that was selected; none: the null id. */
static int find_incident(struct reading *reading, struct store *store, struct id *incident)
{
	if (reading->begun || !reading->incident)
		return 0;
	return choose_selected(store, reading->incident, incident, &reading->stream.answer);
}

static int step_read(struct stream *stream, struct store *store)
{
	struct reading *reading = (struct reading *)stream;
	struct page *page = &reading->page;
	int r = find_incident(reading, store, &page->incident);

	if (r)
		return r;
	if (!reading->begun || stream->live)
		page->bound = store->head;
	reading->begun = true;
	r = page_next(store, page, put_entry, stream);
	/* Behind the last match nothing up to the bound is wanted. */
	if (r == 1 && page->left > 0)
		page->after = page->bound;
	stream->at = page->after;
	return r == 1 && stream->follow && page->left > 0 ? STREAM_CAUGHT_UP : r;
}

static int step_search(struct stream *stream, struct store *store)
{
	struct reading *reading = (struct reading *)stream;
	const struct search_reader reader = { put_entry, put_more, stream };
	int r = find_incident(reading, store, &reading->search.incident);

	if (r)
		return r;
	if (!reading->begun)
		reading->search.before = store->head + 1;
	reading->begun = true;
	return search_next(store, &reading->search, &reader);
}

static void clear_search(struct stream *stream, struct store *store)
{
	(void)store;
	search_end(&((struct reading *)stream)->search);
}

static int step_list(struct stream *stream, struct store *store)
{
	struct reading *reading = (struct reading *)stream;
	int r = 0;

	if (!reading->begun)
		r = choose_for_note(store, &reading->author, &reading->list.chosen);
	reading->begun = true;
	return r < 0 ? r : incident_list_next(store, &reading->list, put_incident, stream);
}

static struct reading *reading_new(struct call *call)
{
	struct reading *reading = calloc(1, sizeof(*reading));

	if (!reading) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return NULL;
	}
	reading->incident = call_text(call, "incident");
	reading->author = call_author(call);
	return reading;
}

/* The kinds among the parameters: false if one is unknown. */
static bool read_kinds(const struct call *call, struct page *page)
{
	const json_t *list = json_object_get(call->parameters, "kinds"), *name;
	size_t i;

	json_array_foreach ((json_t *)list, i, name) {
		enum kind kind = kind_of(json_string_value(name));

		if (kind == KIND_COUNT)
			return false;
		page->kinds[kind] = page->some_kinds = true;
	}
	return true;
}

/* NULL, or the parameter that is wrong. */
static const char *read_page(const struct call *call, struct page *page)
{
	page->after = call_number(call, "after", 0);
	page->left = call_number(call, "limit", INT64_MAX);
	page->unfiled = call_flag(call, "unfiled");
	page->plain = call_flag(call, "plain");
	if (page->after < 0)
		return "after";
	if (page->left < 0)
		return "limit";
	if (!call_time(call, "since", &page->since))
		return "since";
	if (!call_time(call, "until", &page->until))
		return "until";
	return read_kinds(call, page) ? NULL : "kinds";
}

void handle_read(struct call *call)
{
	drop(free) struct reading *reading = reading_new(call);

	if (!reading)
		return;
	const char *wrong = read_page(call, &reading->page);
	if (wrong) {
		call_invalid(call, wrong);
		return;
	}
	reading->stream.step = step_read;
	reading->stream.follow = call_flag(call, "follow");
	stream_start(&steal(&reading)->stream, call);
}

/* NULL, or the parameter that is wrong. */
static const char *read_search(const struct call *call, struct search *search)
{
	search->left = call_number(call, "limit", INT64_MAX);
	search->best = call_number(call, "best", INT64_MAX);
	if (sought_read(&search->sought, call_text(call, "query")) || !search->sought.count)
		return "query";
	if (search->left < 0)
		return "limit";
	return search->best < 0 ? "best" : NULL;
}

void handle_search(struct call *call)
{
	drop(free) struct reading *reading = reading_new(call);

	if (!reading)
		return;
	const char *wrong = read_search(call, &reading->search);
	if (wrong) {
		search_end(&reading->search);
		call_invalid(call, wrong);
		return;
	}
	reading->stream.step = step_search;
	reading->stream.clear = clear_search;
	stream_start(&steal(&reading)->stream, call);
}

static bool read_states(const struct call *call, struct incident_list *list)
{
	const json_t *names = json_object_get(call->parameters, "states"), *name;
	size_t i;

	for (int state = 0; state < STATE_COUNT; state++)
		list->states[state] = !json_is_array(names) && state != STATE_MERGED;
	json_array_foreach ((json_t *)names, i, name) {
		int state = 0;

		while (state < STATE_COUNT &&
		       strcmp(state_names[state], json_string_value(name)) != 0)
			state++;
		if (state == STATE_COUNT)
			return false;
		list->states[state] = true;
	}
	return true;
}

/* NULL, or the parameter that is wrong. */
static const char *read_list(const struct call *call, struct incident_list *list)
{
	list->before = INT64_MAX;
	list->left = call_number(call, "limit", INT64_MAX);
	if (list->left < 0)
		return "limit";
	if (!call_time(call, "since", &list->since))
		return "since";
	if (!call_time(call, "until", &list->until))
		return "until";
	return read_states(call, list) ? NULL : "states";
}

void handle_list(struct call *call)
{
	drop(free) struct reading *reading = reading_new(call);

	if (!reading)
		return;
	const char *wrong = read_list(call, &reading->list);
	if (wrong) {
		call_invalid(call, wrong);
		return;
	}
	reading->stream.step = step_list;
	stream_start(&steal(&reading)->stream, call);
}
