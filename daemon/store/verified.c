/* SPDX-License-Identifier: MIT */
/* meta.verified is the origin that was verified, a space, and the object that is told: of a copy, which is another origin, it says nothing. */
#include "daemon/store/verified.h"

#include <stdio.h>
#include <string.h>

#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "daemon/store/verify.h"
#include "lib/buffer.h"
#include "lib/stamp.h"

int verified_set(struct store *store, const struct verify *verify)
{
	char origin[ID_TEXT_SIZE], at[STAMP_SIZE], value[256];

	snprintf(value, sizeof(value), "%s {\"at\":\"%s\",\"events\":%lld,\"findings\":%lld}",
		 id_format(&store->origin.id, origin), stamp_format(stamp_now(), at),
		 (long long)verify->events, (long long)verify->findings);
	writing_begin(store);
	int r = query_run(store, QUERY_META_SET, "tt", "verified", value);
	writing_end(store);
	return r;
}

int verified_write(struct store *store, struct buffer *out)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	char origin[ID_TEXT_SIZE];
	int r = query_one(store, &row, QUERY_META_GET, "t", "verified");
	const char *value = r == 0 ? query_text(row, 0) : "";
	size_t size = strlen(id_format(&store->origin.id, origin));

	buffer_add_text(out, strncmp(value, origin, size) == 0 ? value + size + 1 : "null");
	return r < 0 ? r : 0;
}
