/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A store in a directory of its own, a clock that can be moved, and drafts as they are typed in a test:
 * JSON with single quotes, in which a missing id is made up. What is returned belongs to the fixture and
 * lives until its teardown. Include cmocka.h first.
 */
#include <jansson.h>

#include "daemon/store/expunge.h"
#include "daemon/store/query.h"
#include "daemon/store/record.h"
#include "daemon/store/store.h"

struct fixture {
	char directory[64];
	struct store *store;
	json_t *kept; /* every answer */
};

/* People: two at work, root with and without a login, and a daemon's user. */
extern const struct author alice, bob, admin, admin_alice, service;

/* For cmocka_unit_test_setup_teardown(). */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* One test of a table, with a store of its own. */
#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

void fixture_close(struct fixture *f);
void fixture_open(struct fixture *f);

/* Move the clock of this process; it stays moved until the teardown. */
void fixture_sleep(int64_t microseconds);

/* One Record call: a draft, or drafts in brackets. The answer: {"receipts": […]} or {"error": name, …}. */
__attribute__((format(printf, 3, 4))) json_t *fixture_answer(struct fixture *f,
							     const struct author *author,
							     const char *format, ...);

/* The same, which must succeed: the receipt of the last draft. */
__attribute__((format(printf, 3, 4))) json_t *fixture_record(struct fixture *f,
							     const struct author *author,
							     const char *format, ...);

/* The same, which must be refused with this error: its parameters. */
__attribute__((format(printf, 4, 5))) json_t *fixture_refused(struct fixture *f,
							      const struct author *author,
							      const char *error, const char *format,
							      ...);

/* An incident that this author opens: its id. */
const char *fixture_opened(struct fixture *f, const struct author *author, const char *title);

/* Several calls in one commit, an array of {"error"…} or {"receipts"…}; calls are drafts or arrays of them. */
json_t *fixture_batch(struct fixture *f, const struct author *author, const char *calls);
json_t *fixture_calls(struct fixture *f, const struct author *author, json_t *calls);

/* Expunge as the owner of the log; the answer as of fixture_answer(). */
json_t *fixture_expunge(struct fixture *f, const char *which);

/* A member by its path ("event.data.to"), or NULL; as a string, or "". */
json_t *fixture_at(const json_t *value, const char *path);
const char *fixture_text(const json_t *value, const char *path);

/* The Incident of the interface, by its id. */
json_t *fixture_incident(struct fixture *f, const char *incident);

/* A milestone's time of an incident ("" if it was not reached). */
const char *fixture_milestone(struct fixture *f, const char *incident, const char *name);

/* The event with this id as it stands. */
json_t *fixture_effective(struct fixture *f, const char *id);

/* What lets SQL change the log; run it first. */
#define FIXTURE_UNLOCK \
	"DROP TRIGGER event_is_never_deleted; DROP TRIGGER event_is_never_changed; PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON;"

/* SQL on the store's own connection; on another one, while the store is closed. */
void fixture_run(struct fixture *f, const char *sql);
void fixture_run_closed(struct fixture *f, const char *sql);

/* Rows of a statement on the store's own connection, a line each, columns between bars. */
char *fixture_rows(struct fixture *f, const char *sql);

/* How many rows of `event` are such. */
int64_t fixture_count(struct fixture *f, const char *where);
