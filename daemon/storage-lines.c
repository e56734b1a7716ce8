/* SPDX-License-Identifier: MIT */
/*
 * A batch is filled while it is being written, a record of each user in turn, so that somebody who comes
 * late has a turn in it. Who has nothing left waits for the commit: for the first turn of everybody else
 * and a little more, but not for all that one user has piled up.
 */
#include "daemon/storage-lines.h"

#include <errno.h>
#include <stdlib.h>

#include "daemon/store/record.h"
#include "include/limits.h"
#include "lib/drop.h"

#define LIGHT 1024 /* bytes that weigh as much as an event */
#define GRACE 16   /* what others may still add when somebody is done */

struct line {
	int64_t uid;
	struct queue queue;
	bool served; /* in this batch, or the last one until another begins */
	struct line *next;
};

static struct record *record_of(struct job *job)
{
	return (struct record *)((char *)job - offsetof(struct record, job));
}

static size_t weight_of(const struct record *record)
{
	return record->count + record->bytes / LIGHT;
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

int lines_add(struct lines *lines, struct record *record)
{
	struct line *line = find(lines, record->author.uid);

	if (!line && !(line = add(lines, record->author.uid)))
		return -ENOMEM;
	queue_push(&line->queue, &record->job);
	return 0;
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

		if (line->queue.first || line->served) {
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
	*lines = (struct lines){ .first = lines->first };
}

static bool fits(const struct lines *lines, const struct record *record)
{
	return !lines->count || (lines->events + record->count <= LIMIT_BATCH &&
				 lines->bytes + record->bytes <= LIMIT_BATCH_BYTES);
}

/* Has this user another turn? */
static bool has_turn(const struct lines *lines, const struct line *line)
{
	if (!line->queue.first)
		return false;
	return !lines->done || !line->served ||
	       lines->weight + weight_of(record_of(line->queue.first)) <= lines->done + GRACE;
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

static void count(struct lines *lines, const struct record *record)
{
	lines->count++;
	lines->events += record->count;
	lines->bytes += record->bytes;
	lines->weight += weight_of(record);
}

struct record *lines_next(struct lines *lines)
{
	struct line **at = &lines->first, *line;

	while (*at && !has_turn(lines, *at))
		at = &(*at)->next;
	line = *at;
	if (!line || !fits(lines, record_of(line->queue.first)))
		return NULL;
	struct record *record = record_of(queue_pop(&line->queue));
	count(lines, record);
	line->served = true;
	if (!line->queue.first)
		lines->done = lines->weight;
	move_to_end(at);
	return record;
}

void lines_free(struct lines *lines)
{
	for (struct line *line = lines->first, *next; line; line = next) {
		next = line->next;
		free(line);
	}
	lines->first = NULL;
}
