/* SPDX-License-Identifier: MIT */
/* A job of its own: the store belongs to the storage thread. */
#include "daemon/server-settle.h"

#include <errno.h>
#include <stdlib.h>

#include "daemon/config.h"
#include "daemon/storage.h"
#include "daemon/store/store.h"

struct settling {
	struct job job;
	int ballast;
};

static void on_settle(struct job *job, struct store *store)
{
	store->ballast = ((struct settling *)job)->ballast;
}

static void on_settled(struct job *job)
{
	free(job);
}

int settle(struct storage *storage, const struct config *config)
{
	struct settling *settling = calloc(1, sizeof(*settling));

	if (!settling)
		return -ENOMEM;
	*settling = (struct settling){ .job = { .run = on_settle, .done = on_settled },
				       .ballast = config->ballast };
	storage_submit(storage, &settling->job);
	return 0;
}
