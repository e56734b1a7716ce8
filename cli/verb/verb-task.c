/* SPDX-License-Identifier: MIT */
/* The follow-ups of an incident as a list; adding and closing one is recording a kind. */
#include <string.h>

#include "cli/say.h"
#include "cli/timeline/timeline.h"
#include "cli/verb/verb.h"
#include "lib/when.h"

enum task_state { TASK_OPEN, TASK_DONE, TASK_DROPPED };

static const char *const states[] = { "open", "done", "dropped" };

/* The last word on it counts. */
static enum task_state state_of(const struct timeline *timeline, const struct entry *task)
{
	bool done = json_is_true(json_object_get(task->event.data, "done"));
	enum task_state state = done ? TASK_DONE : TASK_OPEN;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (entry->target != task || entry->event.retracted)
			continue;
		if (entry->event.kind == KIND_TASK_DONE)
			state = TASK_DONE;
		else if (entry->event.kind == KIND_TASK_DROPPED)
			state = TASK_DROPPED;
	}
	return state;
}

static bool is_overdue(const struct session *session, const char *due)
{
	char today[WHEN_TEXT_SIZE];

	return due && strcmp(due, when_format(session->now, WHEN_DATE, today)) < 0;
}

static void print_task(const struct session *session, const struct entry *task,
		       enum task_state state)
{
	const struct screen *screen = &session->out;
	const char *due = event_text(&task->event, "due"),
		   *owner = event_text(&task->event, "owner");
	bool overdue = state == TASK_OPEN && is_overdue(session, due);

	screen_text(screen, PAINT_HANDLE, task->handle, 0);
	fputs("  ", screen->stream);
	screen_print(screen, state == TASK_OPEN ? PAINT_OPEN : PAINT_GOOD, "%-7s", states[state]);
	fputs("  ", screen->stream);
	screen_text(screen, PAINT_PLAIN, task->event.text ? task->event.text : "", 0);
	if (owner) {
		fputs(", ", screen->stream);
		screen_text(screen, PAINT_PLAIN, owner, 0);
	}
	if (due)
		screen_print(screen, overdue ? PAINT_BAD : PAINT_PLAIN, ", %s %s",
			     overdue ? "overdue since" : "due", due);
	fputc('\n', screen->stream);
}

static void print_json(const struct session *session, const struct entry *task,
		       enum task_state state)
{
	json_t *object = json_pack("{s:s, s:s, s:O}", "handle", task->handle, "state",
				   states[state], "entry", (json_t *)task->json);

	json_dumpf(object, session->out.stream, JSON_COMPACT);
	fputc('\n', session->out.stream);
	json_decref(object);
}

static size_t print_tasks(const struct session *session, const struct timeline *timeline,
			  enum task_state wanted)
{
	size_t count = 0;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *task = &timeline->entries[i];

		if (task->event.kind != KIND_TASK || task->event.retracted ||
		    state_of(timeline, task) != wanted)
			continue;
		count++;
		if (session_wants(session, "json"))
			print_json(session, task, wanted);
		else
			print_task(session, task, wanted);
	}
	return count;
}

int verb_task_list(struct session *session, const struct command *command,
		   const struct arguments *arguments)
{
	struct timeline *timeline;
	size_t count = 0;

	(void)command;
	if (arguments->count > 1)
		return say_usage(session, "incident task list [REF]");
	int code = timeline_load(
		session, arguments->count ? arguments->words[0] : session->incident, &timeline);
	if (code)
		return code;
	for (enum task_state state = TASK_OPEN; state <= TASK_DROPPED; state++)
		count += print_tasks(session, timeline, state);
	if (!count)
		say_hint(session, "no tasks yet: incident task add TEXT --owner WHO --due DAY");
	timeline_free(timeline);
	return EXIT_OK;
}
