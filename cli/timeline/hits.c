/* SPDX-License-Identifier: MIT */
#include "cli/timeline/hits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/kind.h"
#include "lib/text.h"

/*
 * The recorder gives a stream, newest first, of any length. What is kept are a few entries an incident.
 */
static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static const json_t *incident_of(const struct hits *hits, const char *id)
{
	json_t *incident;
	size_t index;

	json_array_foreach (hits->incidents, index, incident)
		if (*id && strcmp(text_of(incident, "incident"), id) == 0)
			return incident;
	return NULL;
}

static struct hits_group *group_of(struct hits *hits, const json_t *entry)
{
	const json_t *incident = incident_of(hits, text_of(entry, "incident"));
	struct hits_group *groups;
	bool titled;

	for (size_t i = 0; i < hits->count; i++)
		if (hits->groups[i].incident == incident)
			return &hits->groups[i];
	groups = reallocarray(hits->groups, hits->count + 1, sizeof(*groups));
	if (!groups)
		return NULL;
	hits->groups = groups;
	titled = incident && text_has_words(text_of(incident, "title"), hits->query);
	groups[hits->count] = (struct hits_group){
		.incident = incident,
		.rank = titled ? 2 : 0,
		.newest = json_integer_value(json_object_get(entry, "pos")),
	};
	return &groups[hits->count++];
}

static int rank_of(const json_t *entry)
{
	const json_t *effective = json_object_get(entry, "effective");
	const json_t *event =
		json_is_object(effective) ? effective : json_object_get(entry, "event");
	enum kind kind = kind_of(text_of(event, "kind"));

	return kind_tells_why(kind);
}

/* Behind those that are as good: they came before, so they are newer. */
static void keep(struct hits_group *group, json_t *entry, int rank)
{
	size_t at = group->kept;

	while (at > 0 && group->best[at - 1].rank < rank)
		at--;
	if (at == HITS_SHOWN)
		return;
	if (group->kept == HITS_SHOWN)
		json_decref(group->best[--group->kept].entry);
	memmove(&group->best[at + 1], &group->best[at],
		(group->kept - at) * sizeof(group->best[0]));
	group->best[at] = (struct hit){ json_incref(entry), rank };
	group->kept++;
}

int hits_add(struct hits *hits, json_t *entry)
{
	struct hits_group *group = group_of(hits, entry);
	int rank = rank_of(entry);

	if (!group)
		return -ENOMEM;
	group->count++;
	if (rank > group->rank)
		group->rank = rank;
	keep(group, entry, rank);
	return 0;
}

void hits_count(struct hits *hits, const char *incident, int64_t more)
{
	const json_t *wanted = incident_of(hits, incident ? incident : "");

	for (size_t i = 0; i < hits->count; i++)
		if (hits->groups[i].incident == wanted)
			hits->groups[i].count += (size_t)more;
}

static int best_first(const void *left, const void *right)
{
	const struct hits_group *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? 1 : -1;
	return (a->newest < b->newest) - (a->newest > b->newest);
}

void hits_rank(struct hits *hits)
{
	if (hits->count)
		qsort(hits->groups, hits->count, sizeof(*hits->groups), best_first);
}

void hits_free(struct hits *hits)
{
	for (size_t i = 0; i < hits->count; i++)
		for (size_t j = 0; j < hits->groups[i].kept; j++)
			json_decref(hits->groups[i].best[j].entry);
	free(hits->groups);
	*hits = (struct hits){ 0 };
}
