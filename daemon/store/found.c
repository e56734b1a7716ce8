/* SPDX-License-Identifier: MIT */
/* Hits that follow each other are mostly of one incident; only another one is looked up. */
#include "daemon/store/found.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/incident.h"

/* The last bytes of an id are random. */
static size_t slot_of(const struct found *found, const struct id *incident)
{
	uint64_t hash;

	memcpy(&hash, incident->byte + 8, sizeof(hash));
	size_t slot = hash & (found->room - 1);
	while (found->slots[slot] &&
	       !id_equal(&found->groups[found->slots[slot] - 1].incident, incident))
		slot = (slot + 1) & (found->room - 1);
	return slot;
}

/* Half of the slots stay empty. */
static int make_room(struct found *found)
{
	size_t room = found->room ? found->room * 2 : 16;
	struct found_group *groups = reallocarray(found->groups, room / 2, sizeof(*found->groups));
	uint32_t *slots = groups ? calloc(room, sizeof(*slots)) : NULL;

	if (groups)
		found->groups = groups;
	if (!slots)
		return -ENOMEM;
	free(found->slots);
	found->slots = slots;
	found->room = room;
	for (size_t i = 0; i < found->count; i++)
		slots[slot_of(found, &groups[i].incident)] = (uint32_t)i + 1;
	return 0;
}

/* Of one whose opening is not here nobody knows more. */
static int find_root(struct store *store, const struct id *incident, struct id *root)
{
	struct summary *summary;
	int r = id_is_null(incident) ? 1 : incident_root(store, incident, &summary);

	*root = r ? *incident : summary->id;
	return r < 0 ? r : 0;
}

static int add(struct store *store, struct found *found, const struct id *incident)
{
	struct found_group group = { .incident = *incident };
	int r = find_root(store, incident, &group.root);

	if (r == 0 && found->count == found->room / 2)
		r = make_room(found);
	if (r < 0)
		return r;
	found->groups[found->count] = group;
	found->slots[slot_of(found, incident)] = (uint32_t)++found->count;
	found->newest = found->count - 1;
	return 0;
}

int found_in(struct store *store, struct found *found, const struct id *incident,
	     struct found_group **group)
{
	int r = 0;

	if (!found->count || !id_equal(&found->groups[found->newest].incident, incident)) {
		size_t slot = found->count ? slot_of(found, incident) : 0;

		if (found->count && found->slots[slot])
			found->newest = found->slots[slot] - 1;
		else
			r = add(store, found, incident);
	}
	*group = r < 0 ? NULL : &found->groups[found->newest];
	return r;
}

void found_free(struct found *found)
{
	free(found->groups);
	free(found->slots);
	*found = (struct found){ 0 };
}
