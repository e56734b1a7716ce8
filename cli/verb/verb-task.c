/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "cli/timeline/task.h"
#include "cli/view/look.h"
#include "lib/buffer.h"
#include "lib/text.h"

/*
 * incident task list: the follow-ups of one incident, whatever became of them, or the open ones of all,
 * the first one due first. Adding and closing one is recording a kind.
 */
struct wish {
	const char *owner; /* a word or more of who owns it, or NULL */
	bool overdue;
};

struct item {
	const struct timeline *timeline;
	const struct entry *task;
	enum task_state state;
	bool overdue;
};

struct list {
	struct timeline **timelines; /* keep the entries alive */
	size_t timeline_count;
	struct item *items;
	size_t count;
};

static const char *const states[] = { "open", "done", "dropped" };

static void list_freep(struct list *list)
{
	for (size_t i = 0; i < list->timeline_count; i++)
		timeline_free(list->timelines[i]);
	free(list->timelines);
	free(list->items);
}

static bool is_wanted(const struct wish *wish, const struct item *item)
{
	const char *owner = event_text(&item->task->event, "owner");

	if (wish->owner && (!owner || !text_has_whole_words(owner, wish->owner)))
		return false;
	return !wish->overdue || item->overdue;
}

/* The tasks of an incident that are wanted; `all`: not only open ones. 0, or 1: no memory. */
static int add_tasks(const struct session *session, struct list *list,
		     const struct timeline *timeline, const struct wish *wish, bool all)
{
	struct item *items =
		reallocarray(list->items, list->count + timeline->count + 1, sizeof(*items));

	if (!items)
		return 1;
	list->items = items;
	for (size_t i = 0; i < timeline->count; i++) {
		struct item item = { timeline, &timeline->entries[i], TASK_OPEN, false };

		if (item.task->event.kind != KIND_TASK || item.task->event.retracted)
			continue;
		item.state = task_state(timeline, item.task);
		item.overdue = item.state == TASK_OPEN && task_is_overdue(item.task, session->now);
		if ((all || item.state == TASK_OPEN) && is_wanted(wish, &item))
			items[list->count++] = item;
	}
	return 0;
}

static int load(struct session *session, struct list *list, const char *incident,
		const struct wish *wish, bool all)
{
	struct timeline **timelines =
		reallocarray(list->timelines, list->timeline_count + 1, sizeof(*timelines));
	struct timeline *timeline;
	int code;

	if (!timelines)
		return EXIT_FAILED;
	list->timelines = timelines;
	code = timeline_load(session, incident, &timeline);
	if (code != EXIT_OK)
		return code;
	timelines[list->timeline_count++] = timeline;
	return add_tasks(session, list, timeline, wish, all) ? EXIT_FAILED : EXIT_OK;
}

/* Of all incidents those are read that have an open task. */
static int load_all(struct session *session, struct list *list, const struct wish *wish)
{
	drop(json_decref) json_t *incidents = NULL;
	int code = look_list(session, NULL, NULL, 0, &incidents);
	json_t *incident;
	size_t index;

	json_array_foreach (incidents, index, incident) {
		const char *id = json_string_value(json_object_get(incident, "incident"));

		if (code == EXIT_OK && id &&
		    json_integer_value(json_object_get(incident, "tasks_open")) > 0)
			code = load(session, list, id, wish, false);
	}
	return code;
}

/* Open ones first, the first one due first, those without a day last; else as they were recorded. */
static int compare(const void *left, const void *right)
{
	const struct item *a = left, *b = right;
	const char *a_due = event_text(&a->task->event, "due");
	const char *b_due = event_text(&b->task->event, "due");
	int order = (a->state > b->state) - (a->state < b->state);

	if (!order && a->state == TASK_OPEN)
		order = strcmp(a_due ? a_due : "~", b_due ? b_due : "~");
	return order ? order : (a->task->pos > b->task->pos) - (a->task->pos < b->task->pos);
}

static void print_task(const struct session *session, const struct item *item, bool refs)
{
	const struct screen *screen = &session->out;
	const struct event *event = &item->task->event;
	const char *due = event_text(event, "due"), *owner = event_text(event, "owner");

	screen_text(screen, PAINT_HANDLE, item->task->handle, 0);
	fputs("  ", screen->stream);
	screen_print(screen, item->state == TASK_OPEN ? PAINT_OPEN : PAINT_GOOD, "%-7s",
		     states[item->state]);
	fputs("  ", screen->stream);
	screen_text(screen, PAINT_PLAIN, event->text ? event->text : "", 0);
	if (owner) {
		fputs(", ", screen->stream);
		screen_text(screen, PAINT_PLAIN, owner, 0);
	}
	if (due)
		screen_print(screen, item->overdue ? PAINT_BAD : PAINT_PLAIN, ", %s %s",
			     item->overdue ? "overdue since" : "due", due);
	if (refs) {
		fputs("  [", screen->stream);
		screen_text(screen, PAINT_REF, timeline_text(item->timeline, "ref"), 0);
		fputs("]", screen->stream);
	}
	fputc('\n', screen->stream);
}

static void print_json(const struct session *session, const struct item *item)
{
	drop(json_decref) json_t *object =
		json_pack("{s:s, s:s, s:s, s:b, s:O}", "handle", item->task->handle, "state",
			  states[item->state], "ref", timeline_text(item->timeline, "ref"),
			  "overdue", item->overdue, "entry", (json_t *)item->task->json);

	look_json(session, object);
}

static void print(struct session *session, const struct list *list, bool refs)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct item *item = &list->items[i];

		if (session_wants(session, "json"))
			print_json(session, item);
		else if (session->quiet)
			fprintf(session->out.stream, "%s\n", item->task->handle);
		else if (!session->silent)
			print_task(session, item, refs);
	}
}

int verb_task_list(struct session *session, const struct command *command,
		   const struct arguments *arguments)
{
	const char *incident = look_incident(session, arguments);
	const struct wish wish = { argument_option(arguments, "owner", 0),
				   argument_option(arguments, "overdue", 0) };
	drop(list_free) struct list list = { 0 };
	int code = incident ? load(session, &list, incident, &wish, true)
			    : load_all(session, &list, &wish);

	(void)command;
	if (code != EXIT_OK)
		return code;
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), compare);
	print(session, &list, !incident);
	if (!list.count && (wish.owner || wish.overdue))
		say_hint(session, "no such task");
	else if (!list.count)
		say_hint(session, "no tasks %s: incident task add TEXT --owner WHO --due DAY",
			 incident ? "yet" : "open");
	return EXIT_OK;
}
