/* SPDX-License-Identifier: MIT */
#include "cli/view/view.h"

#include <string.h>

#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"
#include "cli/view/view-people.h"
#include "lib/drop.h"
#include "lib/text.h"

/*
 * Everything about one incident that is not its timeline: what it is, its milestones, its dead ends,
 * its tasks, links and people.
 */
enum { ref_column = 54, value_column = 12 };

static void put_title(const struct screen *screen, const struct timeline *timeline)
{
	const char *ref = timeline_text(timeline, "ref"), *title = outage_title(timeline->incident);
	drop(free) char *safe = text_safe(title, false);
	size_t column = strlen(ref) + 2 + (safe ? text_width(safe) : 0);

	screen_text(screen, PAINT_REF, ref, 0);
	screen_spaces(screen, 2);
	screen_text(screen, PAINT_BOLD, title, 0);
	screen_spaces(screen, column + 3 < ref_column ? ref_column - column : 3);
	screen_text(screen, PAINT_DIM, timeline_text(timeline, "full_ref"), 0);
	fputc('\n', screen->stream);
}

/* " (was sev1 until 04:10)" */
static void put_was(const struct screen *screen, const struct timeline *timeline)
{
	const struct entry *entry = timeline_last(timeline, KIND_SEVERITY);
	int64_t was = entry ? event_number(&entry->event, "from", 0) : 0;
	char time[WHEN_TEXT_SIZE];

	if (!was)
		return;
	screen_print(screen, PAINT_PLAIN, " (was sev%d", (int)was);
	if (entry->event.at != EVENT_NEVER)
		screen_print(screen, PAINT_PLAIN, " until %s",
			     words_near(entry->event.at, timeline_time(timeline, "started"), time));
	screen_print(screen, PAINT_PLAIN, ")");
}

static void put_services(const struct screen *screen, const struct timeline *timeline)
{
	drop(json_decref) json_t *names = timeline_services(timeline);
	const char *name, *between = " services ";
	json_t *value;

	if (json_object_size(names))
		screen_print(screen, PAINT_PLAIN, " %s", screen_sign(screen, "·"));
	json_object_foreach (names, name, value) {
		screen_print(screen, PAINT_PLAIN, "%s", between);
		screen_text(screen, PAINT_PLAIN, name, 0);
		between = ", ";
	}
}

static void put_state(const struct screen *screen, const struct timeline *timeline, int64_t now)
{
	struct outage outage;
	int severity = (int)timeline_number(timeline, "severity", 0);
	const char *state = timeline_text(timeline, "state");

	if (severity) {
		screen_print(screen, screen_paint_severity(severity), "sev%d", severity);
		put_was(screen, timeline);
		screen_print(screen, PAINT_PLAIN, " %s ", screen_sign(screen, "·"));
	}
	screen_text(screen, screen_paint_state(state), state, 0);
	outage_read(timeline->incident, now, &outage);
	screen_print(screen, PAINT_PLAIN, "%s", outage.unresolved ? ", never resolved" : "");
	put_services(screen, timeline);
	fputc('\n', screen->stream);
}

static void put_opened(const struct screen *screen, const struct timeline *timeline)
{
	const json_t *by = json_object_get(timeline->incident, "opened_by");
	const char *name = json_string_value(json_object_get(by, "name"));
	int64_t at = timeline_time(timeline, "opened_at");
	char time[WHEN_TEXT_SIZE] = "at an unknown time";
	int entries = (int)timeline_number(timeline, "entries", 0);

	if (at != EVENT_NEVER)
		when_format(at, WHEN_FULL, time);
	screen_print(screen, PAINT_PLAIN, "opened by ");
	screen_text(screen, PAINT_PLAIN, name ? name : "somebody", 0);
	screen_print(screen, PAINT_PLAIN, " %s %s %d %s, %d corrected, %d retracted\n\n", time,
		     screen_sign(screen, "·"), entries, entries == 1 ? "entry" : "entries",
		     (int)timeline_number(timeline, "corrected", 0),
		     (int)timeline_number(timeline, "retracted", 0));
}

static void put_dead_end(const struct screen *screen, const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };
	char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE], cost[WHEN_TEXT_SIZE];
	int64_t lost;

	words_suspicion(&words, entry);
	screen_print(screen, PAINT_HANDLE, "%s", entry->handle);
	screen_spaces(screen, 1);
	screen_text(screen, PAINT_PLAIN, words.data ? words.data : "", 0);
	if (entry_lost(entry, &lost) == 0)
		screen_print(screen, PAINT_PLAIN, "  %s to %s  %s",
			     when_format(entry->event.at, WHEN_SHORT, from),
			     words_near(entry->ended_by->event.at, entry->event.at, to),
			     words_lasted(lost, cost));
	else
		screen_print(screen, PAINT_PLAIN, "  not recorded");
}

/* "   (20 min in all, 1 not recorded)" */
static void put_sum(const struct screen *screen, const struct timeline *timeline)
{
	char cost[WHEN_TEXT_SIZE];
	size_t unknown;
	int64_t lost = timeline_lost(timeline, &unknown);

	screen_print(screen, PAINT_BOLD, "   (%s in all", words_lasted(lost, cost));
	if (unknown)
		screen_print(screen, PAINT_BOLD, ", %zu not recorded", unknown);
	screen_print(screen, PAINT_BOLD, ")\n");
}

static void put_dead_ends(const struct screen *screen, const struct timeline *timeline)
{
	const char *label = "dead ends";

	for (size_t i = 0; i < timeline->count; i++) {
		if (!entry_is_dead_end(&timeline->entries[i]))
			continue;
		if (!*label)
			fputc('\n', screen->stream);
		view_label(screen, label);
		put_dead_end(screen, &timeline->entries[i]);
		label = "";
	}
	if (!*label)
		put_sum(screen, timeline);
}

static bool is_open(const struct timeline *timeline, const struct entry *task)
{
	if (task->event.kind != KIND_TASK || task->event.retracted ||
	    json_is_true(json_object_get(task->event.data, "done")))
		return false;
	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *other = &timeline->entries[i];

		if (other->target == task && !other->event.retracted &&
		    (other->event.kind == KIND_TASK_DONE || other->event.kind == KIND_TASK_DROPPED))
			return false;
	}
	return true;
}

static void put_task(const struct screen *screen, const struct entry *task)
{
	const char *owner = event_text(&task->event, "owner"),
		   *due = event_text(&task->event, "due");

	screen_print(screen, PAINT_HANDLE, "%s", task->handle);
	screen_print(screen, PAINT_PLAIN, " \"");
	screen_text(screen, PAINT_PLAIN, task->event.text ? task->event.text : "", 0);
	screen_print(screen, PAINT_PLAIN, "\"%s", owner ? " " : "");
	screen_text(screen, PAINT_PLAIN, owner ? owner : "", 0);
	screen_print(screen, PAINT_PLAIN, "%s", due ? ", due " : "");
	screen_text(screen, PAINT_PLAIN, due ? due : "", 0);
	fputc('\n', screen->stream);
}

static void put_tasks(const struct screen *screen, const struct timeline *timeline)
{
	const char *label = "tasks";

	for (size_t i = 0; i < timeline->count; i++) {
		if (!is_open(timeline, &timeline->entries[i]))
			continue;
		view_label(screen, label);
		if (*label)
			screen_print(screen, PAINT_PLAIN,
				     "%d open: ", (int)timeline_number(timeline, "tasks_open", 0));
		put_task(screen, &timeline->entries[i]);
		label = "";
	}
}

static void put_links(const struct screen *screen, const struct timeline *timeline)
{
	const char *label = "links";

	for (size_t i = 0; i < timeline->count; i++) {
		const struct event *event = &timeline->entries[i].event;

		if (event->kind != KIND_LINK || event->retracted)
			continue;
		view_label(screen, label);
		screen_text(screen, PAINT_PLAIN, event->text ? event->text : "", 0);
		fputc('\n', screen->stream);
		label = "";
	}
}

void view_show(const struct screen *screen, const struct timeline *timeline,
	       const struct metrics *metrics, int64_t now)
{
	put_title(screen, timeline);
	put_state(screen, timeline, now);
	put_opened(screen, timeline);
	view_milestones(screen, timeline);
	fputc('\n', screen->stream);
	view_metrics(screen, timeline, metrics);
	fputc('\n', screen->stream);
	put_dead_ends(screen, timeline);
	put_tasks(screen, timeline);
	put_links(screen, timeline);
	view_counts(screen, timeline);
}
