/* SPDX-License-Identifier: MIT */
/* For what has to look at everything: folding an incident anew, finding an entry by its words. */
#include "daemon/store/scan.h"

#include <errno.h>

#include "daemon/store/query.h"

int scan_incident(struct store *store, const struct id *incident, bool (*wanted)(enum kind kind),
		  int (*fn)(void *owner, const struct event *event, int64_t pos), void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_SCAN_MEMBER, "d", incident);

	while (r == 0 && (r = query_next(store, row)) == 0) {
		if (wanted && !wanted(kind_of(query_text(row, 2))))
			continue;
		drop(json_decref) json_t *object = json_loads(query_text(row, 1), 0, NULL);
		struct event event;

		if (!object || event_read(object, &event))
			return -EUCLEAN;
		r = fn(owner, &event, query_integer(row, 0));
	}
	return r == QUERY_NONE ? 0 : r;
}
