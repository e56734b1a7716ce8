/* SPDX-License-Identifier: MIT */
/*
 * A batch is filled while it is being written, a record of each user in turn, so that somebody who comes
 * late has a turn in it. Who has nothing left waits for the commit: for the first turn of everybody else
 * and a little more, but not for all that one user has piled up, nor for a long call or one that looks for
 * words, which then begins the next batch.
 */
#include "daemon/storage-lines.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/store/record.h"
#include "include/limits.h"
#include "lib/drop.h"

#define LIGHT 1024 /* bytes that weigh as much as an event */
#define GRACE 16   /* what others may still add when somebody is done */

static struct record *record_of(struct job *job)
{
	return (struct record *)((char *)job - offsetof(struct record, job));
}

static size_t weight_of(const struct record *record)
{
	return record->count + record->bytes / LIGHT + record->seekers * (GRACE + 1);
}

static struct line *find(const struct lines *lines, int64_t uid)
{
	struct line *line = lines->first;

	while (line && line->uid != uid)
		line = line->next;
	return line;
}

/* Before those who just had a turn. NULL: no memory. */
static struct line *add(struct lines *lines, int64_t uid)
{
	struct line **at = &lines->first, *line = calloc(1, sizeof(*line));

	if (!line)
		return NULL;
	while (*at && !(*at)->served)
		at = &(*at)->next;
	line->uid = uid;
	line->next = *at;
	queue_init(&line->queue);
	*at = line;
	return line;
}

void lines_init(struct lines *lines)
{
	*lines = (struct lines){ .first = &lines->root };
	queue_init(&lines->root.queue);
}

void lines_add(struct lines *lines, struct job *job)
{
	struct line *line = find(lines, job->uid);

	if (!line && !(line = add(lines, job->uid)))
		line = &lines->root;
	queue_push(&line->queue, job);
}

bool lines_are_empty(const struct lines *lines)
{
	const struct line *line = lines->first;

	while (line && !line->queue.first)
		line = line->next;
	return !line;
}

/* Who had a turn keeps the place behind the others, even with nothing left: a new one would be in front of them. */
static void drop_empty(struct lines *lines)
{
	for (struct line **at = &lines->first; *at;) {
		struct line *line = *at;

		if (line->queue.first || line->served || line == &lines->root) {
			line->served = false;
			at = &line->next;
			continue;
		}
		*at = line->next;
		free(line);
	}
}

void lines_begin(struct lines *lines)
{
	drop_empty(lines);
	memset(&lines->batch, 0, sizeof(lines->batch));
}

static bool fits(const struct lines *lines, const struct record *record)
{
	return !lines->batch.count || (lines->batch.events + record->count <= LIMIT_BATCH &&
				       lines->batch.bytes + record->bytes <= LIMIT_BATCH_BYTES);
}

/* Has this user another turn? */
static bool has_turn(const struct lines *lines, const struct line *line)
{
	if (!line->queue.first || !lines->batch.done)
		return line->queue.first;
	size_t weight = weight_of(record_of(line->queue.first));
	return (!line->served && weight <= GRACE) ||
	       lines->batch.weight + weight <= lines->batch.done + GRACE;
}

static void move_to_end(struct line **at)
{
	struct line *line = *at;

	*at = line->next;
	while (*at)
		at = &(*at)->next;
	*at = line;
	line->next = NULL;
}

/* Take the first one of a line, whose next turn is after everybody else's. */
static struct job *pop(struct line **at)
{
	struct line *line = *at;

	line->served = true;
	move_to_end(at);
	return queue_pop(&line->queue);
}

struct job *lines_pop(struct lines *lines)
{
	struct line **at = &lines->first;

	drop_empty(lines);
	while (*at && !(*at)->queue.first)
		at = &(*at)->next;
	return *at ? pop(at) : NULL;
}

static void count(struct lines *lines, const struct record *record)
{
	lines->batch.count++;
	lines->batch.events += record->count;
	lines->batch.bytes += record->bytes;
	lines->batch.weight += weight_of(record);
}

struct record *lines_next(struct lines *lines)
{
	struct line **at = &lines->first, *line;

	while (*at && !has_turn(lines, *at))
		at = &(*at)->next;
	line = *at;
	if (!line || !fits(lines, record_of(line->queue.first)))
		return NULL;
	struct record *record = record_of(pop(at));
	count(lines, record);
	if (!line->queue.first)
		lines->batch.done = lines->batch.weight;
	return record;
}

void lines_free(struct lines *lines)
{
	for (struct line *line = lines->first, *next; line; line = next) {
		next = line->next;
		if (line != &lines->root)
			free(line);
	}
	lines_init(lines);
}
