/* SPDX-License-Identifier: MIT */
/*
 * One table says in which lane a kind is. Only what has a time and a line in the timeline is seen; a
 * suspicion lasts until it was ruled out or confirmed, an impact without an end until the outage was over.
 */
#include "cli/picture/scene.h"

#include <stdlib.h>
#include <string.h>

#include "cli/timeline/words.h"
#include "lib/buffer.h"
#include "lib/text.h"
#include "lib/when.h"

enum { title_cells = 300 };

/* A kind that is not here has no mark. */
static const struct {
	enum lane lane;
	enum look look;
} places[KIND_COUNT] = {
	[KIND_NOTE] = { LANE_INVESTIGATION, LOOK_ENTRY },
	[KIND_DETECTED] = { LANE_INVESTIGATION, LOOK_ENTRY },
	[KIND_ACKNOWLEDGED] = { LANE_COMMUNICATION, LOOK_MESSAGE },
	[KIND_IMPACT] = { LANE_IMPACT, LOOK_IMPACT },
	[KIND_HYPOTHESIS] = { LANE_INVESTIGATION, LOOK_OPEN },
	[KIND_FINDING] = { LANE_INVESTIGATION, LOOK_ENTRY },
	[KIND_CHANGE] = { LANE_ACTIONS, LOOK_ACTION },
	[KIND_ACTION] = { LANE_ACTIONS, LOOK_ACTION },
	[KIND_ESCALATED] = { LANE_COMMUNICATION, LOOK_MESSAGE },
	[KIND_ROLE] = { LANE_COMMUNICATION, LOOK_MESSAGE },
	[KIND_SEVERITY] = { LANE_INVESTIGATION, LOOK_ENTRY },
	[KIND_UPDATE] = { LANE_COMMUNICATION, LOOK_MESSAGE },
	[KIND_MITIGATED] = { LANE_ACTIONS, LOOK_ACTION },
	[KIND_RESOLVED] = { LANE_ACTIONS, LOOK_ACTION },
	[KIND_CAUSE] = { LANE_INVESTIGATION, LOOK_ENTRY },
	[KIND_REOPENED] = { LANE_ACTIONS, LOOK_ACTION },
};

const char *lane_name(enum lane lane)
{
	static const char *const names[LANES] = { "", "Impact", "Investigation", "Actions",
						  "Communication" };

	return names[lane];
}

static enum look look_of(const struct entry *entry)
{
	if (!entry->suspicion)
		return places[entry->event.kind].look;
	if (!entry->ended_by)
		return LOOK_OPEN;
	return entry_is_dead_end(entry) ? LOOK_DEAD_END : LOOK_CONFIRMED;
}

static enum lane lane_of(const struct entry *entry)
{
	return entry->suspicion ? LANE_INVESTIGATION : places[entry->event.kind].lane;
}

/* When it ended; EVENT_NEVER: it is not known, or not over. */
static int64_t end_of(const struct entry *entry, const struct outage *outage)
{
	if (entry->suspicion)
		return entry->ended_by ? entry->ended_by->event.at : EVENT_NEVER;
	if (entry->event.kind == KIND_IMPACT && entry->event.until == EVENT_NEVER && outage->over)
		return outage->end;
	return entry->event.until;
}

static bool lasts(const struct entry *entry)
{
	return entry->suspicion || entry->event.kind == KIND_IMPACT ||
	       entry->event.until != EVENT_NEVER;
}

/* "2026-11-20 10:10 to 10:30, suspect, alice: the network (ruled out)" */
static char *title_of(const struct entry *entry, const struct mark *mark, const char *said)
{
	static const char *const ends[LOOKS] = { [LOOK_DEAD_END] = " (ruled out)",
						 [LOOK_CONFIRMED] = " (confirmed)",
						 [LOOK_OPEN] = " (still suspected)" };
	drop(buffer_free) struct buffer title = { 0 };
	char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE];

	buffer_printf(&title, "%s%s", entry->event.about ? "about " : "",
		      when_format(mark->from, WHEN_PLAIN, from));
	if (mark->to > mark->from && mark->ends)
		buffer_printf(&title, " to %s", words_near(mark->to, mark->from, to));
	buffer_printf(&title, ", %s, ", words_label(entry));
	words_author(&title, &entry->event);
	buffer_printf(&title, ": %s%s", said, ends[mark->look] ? ends[mark->look] : "");
	return buffer_steal(&title);
}

static char *safe_words(const struct entry *entry, bool brief)
{
	drop(buffer_free) struct buffer words = { 0 };

	if (brief && entry->suspicion)
		words_suspicion(&words, entry);
	else
		words_entry(&words, entry);
	if (!words.size)
		buffer_add_text(&words, words_label(entry));
	return words.failed ? NULL : text_safe(words.data, false);
}

/* All of a mark's words, within reason: the log has them whole. */
static char *safe_title(const struct entry *entry)
{
	drop(free) char *words = safe_words(entry, false);

	return words ? text_fit(words, title_cells, true) : NULL;
}

static void add_mark(struct scene *scene, const struct entry *entry, const struct outage *outage)
{
	struct mark *mark = &scene->marks[scene->count];
	int64_t end = lasts(entry) ? end_of(entry, outage) : entry->event.at;
	drop(free) char *said = safe_title(entry);

	*mark = (struct mark){ .lane = lane_of(entry),
			       .look = look_of(entry),
			       .from = entry->event.at,
			       .to = end == EVENT_NEVER ? outage->end : end,
			       .ends = end != EVENT_NEVER };
	if (mark->to < mark->from)
		mark->to = mark->from;
	mark->label = safe_words(entry, true);
	mark->title = said ? title_of(entry, mark, said) : NULL;
	scene->failed |= !mark->label || !mark->title;
	scene->count++;
}

static bool is_seen(const struct entry *entry, const struct filter *filter)
{
	return !entry->event.retracted && entry->event.at != EVENT_NEVER &&
	       (!entry->hidden || entry->suspicion) && lane_of(entry) != LANE_NONE &&
	       filter_takes(filter, &entry->event);
}

/* The closing is of the office, not of the outage. */
static bool is_flag(const struct milestone *milestone)
{
	return milestone->at != EVENT_NEVER && strcmp(milestone->name, "closed") != 0;
}

static void add_flag(struct scene *scene, const struct milestone *milestone)
{
	struct flag *before = scene->flag_count ? &scene->flags[scene->flag_count - 1] : NULL;
	drop(buffer_free) struct buffer label = { 0 };
	char clock[WHEN_TEXT_SIZE];
	bool shared = before && before->at / STAMP_MINUTE == milestone->at / STAMP_MINUTE;

	if (shared)
		buffer_printf(&label, "%.*s, ", (int)(strrchr(before->label, ' ') - before->label),
			      before->label);
	buffer_printf(&label, "%s %s%s", milestone->name, milestone->about ? "~" : "",
		      when_format(milestone->at, WHEN_SHORT, clock));
	if (label.failed) {
		scene->failed = true;
		return;
	}
	if (shared)
		free(before->label);
	else
		(before = &scene->flags[scene->flag_count++])->at = milestone->at;
	before->label = buffer_steal(&label);
}

/* Milestones stand in the order in which they should come; flags in the order in which they came. */
static void add_flags(struct scene *scene, const struct timeline *timeline)
{
	const struct milestone *order[MILESTONES];
	size_t count = 0;

	for (size_t i = 0; i < MILESTONES; i++) {
		const struct milestone *milestone = &timeline->milestones[i];
		size_t place = count;

		if (!is_flag(milestone))
			continue;
		for (; place > 0 && order[place - 1]->at > milestone->at; place--)
			order[place] = order[place - 1];
		order[place] = milestone;
		count++;
	}
	for (size_t i = 0; i < count; i++)
		add_flag(scene, order[i]);
}

static int compare_marks(const void *a, const void *b)
{
	const struct mark *one = a, *other = b;

	if (one->lane != other->lane)
		return one->lane < other->lane ? -1 : 1;
	if (one->from != other->from)
		return one->from < other->from ? -1 : 1;
	return (one->to < other->to) - (one->to > other->to);
}

static int compare_times(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

static void add_times(struct scene *scene)
{
	for (size_t i = 0; i < scene->flag_count; i++)
		scene->times[scene->time_count++] = scene->flags[i].at;
	for (size_t i = 0; i < scene->count; i++) {
		scene->times[scene->time_count++] = scene->marks[i].from;
		scene->times[scene->time_count++] = scene->marks[i].to;
	}
	qsort(scene->times, scene->time_count, sizeof(*scene->times), compare_times);
}

struct scene scene_make(const struct timeline *timeline, const struct filter *filter, int64_t now)
{
	struct scene scene = { 0 };
	struct outage outage = { .end = now };

	scene.marks = calloc(timeline->count + 1, sizeof(*scene.marks));
	scene.times = calloc(2 * timeline->count + MILESTONES, sizeof(*scene.times));
	if (!scene.marks || !scene.times) {
		scene.failed = true;
		return scene;
	}
	if (timeline->incident)
		outage_read(timeline->incident, now, &outage);
	for (size_t i = 0; i < timeline->count; i++)
		if (is_seen(&timeline->entries[i], filter))
			add_mark(&scene, &timeline->entries[i], &outage);
	add_flags(&scene, timeline);
	qsort(scene.marks, scene.count, sizeof(*scene.marks), compare_marks);
	add_times(&scene);
	return scene;
}

void scene_free(struct scene *scene)
{
	for (size_t i = 0; scene->marks && i < scene->count; i++) {
		free(scene->marks[i].label);
		free(scene->marks[i].title);
	}
	for (size_t i = 0; i < scene->flag_count; i++)
		free(scene->flags[i].label);
	free(scene->marks);
	free(scene->times);
	*scene = (struct scene){ 0 };
}
