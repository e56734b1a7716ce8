/* SPDX-License-Identifier: MIT */
/* The same way in as the daemon's: record_read(), then record_batch(). */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/chain.h"
#include "daemon/store/incident-write.h"
#include "daemon/store/incident.h"
#include "lib/stamp.h"
#include "tests/unit/store-fixture.h"

const struct author alice = { .uid = 1000, .name = "alice", .login = EVENT_NOBODY };
const struct author bob = { .uid = 1001, .name = "bob", .login = EVENT_NOBODY };
const struct author admin = { .uid = 0, .name = "root", .login = EVENT_NOBODY };
const struct author admin_alice = {
	.uid = 0, .name = "root", .login = 1000, .login_name = "alice"
};
const struct author service = { .uid = 33, .name = "www-data", .login = EVENT_NOBODY };

static int64_t slept;

/* In place of libc's: the wall clock, as far as the test has moved it. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
	int r = (int)syscall(SYS_clock_gettime, clock, now);

	if (clock != CLOCK_REALTIME)
		return r;
	int64_t nanoseconds = now->tv_nsec + slept % STAMP_SECOND * 1000;
	now->tv_sec += slept / STAMP_SECOND + nanoseconds / 1000000000;
	now->tv_nsec = nanoseconds % 1000000000;
	return r;
}

void fixture_sleep(int64_t microseconds)
{
	slept += microseconds;
}

static int on_file(const char *path, const struct stat *st, int type, struct FTW *place)
{
	(void)st;
	(void)type;
	(void)place;
	return remove(path);
}

void fixture_open(struct fixture *f)
{
	assert_int_equal(store_open(&f->store, f->directory), 0);
}

void fixture_close(struct fixture *f)
{
	store_close(f->store);
	f->store = NULL;
}

int fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	slept = 0;
	strcpy(f->directory, "/tmp/incident-store-XXXXXX");
	assert_non_null(mkdtemp(f->directory));
	assert_int_equal(chain_init(), 0);
	f->kept = json_array();
	fixture_open(f);
	*state = f;
	return 0;
}

int fixture_teardown(void **state)
{
	struct fixture *f = *state;

	fixture_close(f);
	assert_int_equal(nftw(f->directory, on_file, 8, FTW_DEPTH | FTW_PHYS), 0);
	json_decref(f->kept);
	free(f);
	slept = 0;
	return 0;
}

static json_t *keep(struct fixture *f, json_t *value)
{
	assert_non_null(value);
	json_array_append_new(f->kept, value);
	return value;
}

/* Single quotes for double ones. */
static json_t *parse(const char *typed)
{
	drop(free) char *text = strdup(typed);
	json_error_t error;

	for (char *at = text; (at = strchr(at, '\'')); at++)
		*at = '"';
	json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (!value)
		fail_msg("%s: %s", text, error.text);
	return value;
}

static void set_id(json_t *draft)
{
	char text[ID_TEXT_SIZE];
	struct id id;

	assert_int_equal(id_make(&id), 0);
	if (!json_object_get(draft, "id"))
		json_object_set_new(draft, "id", json_string(id_format(&id, text)));
}

/* Takes the request: a draft, or an array of them. */
static void make_record(struct record *record, const struct author *author, json_t *request)
{
	if (!json_is_array(request))
		request = json_pack("[o]", request);
	*record = (struct record){ .author = *author, .request = request };
	for (size_t i = 0; i < json_array_size(request); i++)
		set_id(json_array_get(request, i));
	if (record_read(record, request))
		fail_msg("the draft is not valid: %s", record->answer.text.data);
}

static void free_record(struct record *record)
{
	json_decref(record->request);
	record_free(record);
}

static json_t *read_answer(const struct answer *answer)
{
	json_error_t error;
	json_t *value = json_loads(answer->text.data, JSON_REJECT_DUPLICATES, &error);

	if (!value)
		fail_msg("the answer is no JSON: %s: %s", error.text, answer->text.data);
	if (answer->error)
		json_object_set_new(value, "error", json_string(answer->error));
	return value;
}

struct waiting {
	struct record *record, *end;
};

static struct record *next_waiting(void *owner)
{
	struct waiting *waiting = owner;

	return waiting->record < waiting->end ? waiting->record++ : NULL;
}

json_t *fixture_calls(struct fixture *f, const struct author *author, json_t *requests)
{
	size_t count = json_array_size(requests);
	drop(free) struct record *records = calloc(count, sizeof(*records));
	json_t *answers = keep(f, json_array());
	struct waiting waiting = { .record = records, .end = records + count };
	struct batch batch = { .next = next_waiting, .owner = &waiting };

	for (size_t i = 0; i < count; i++)
		make_record(&records[i], author, json_incref(json_array_get(requests, i)));
	while (waiting.record < waiting.end)
		record_batch(f->store, &batch);
	for (size_t i = 0; i < count; i++) {
		json_array_append_new(answers, read_answer(&records[i].answer));
		free_record(&records[i]);
	}
	return answers;
}

json_t *fixture_batch(struct fixture *f, const struct author *author, const char *calls)
{
	drop(json_decref) json_t *requests = parse(calls);

	return fixture_calls(f, author, requests);
}

static json_t *answer_typed(struct fixture *f, const struct author *author, const char *format,
			    va_list arguments)
{
	drop(free) char *typed = NULL, *calls = NULL;

	assert_true(vasprintf(&typed, format, arguments) >= 0);
	assert_true(asprintf(&calls, "[%s]", typed) >= 0);
	return json_array_get(fixture_batch(f, author, calls), 0);
}

json_t *fixture_answer(struct fixture *f, const struct author *author, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	json_t *answer = answer_typed(f, author, format, arguments);
	va_end(arguments);
	return answer;
}

json_t *fixture_record(struct fixture *f, const struct author *author, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	json_t *answer = answer_typed(f, author, format, arguments);
	va_end(arguments);
	json_t *receipts = json_object_get(answer, "receipts");
	if (!receipts)
		fail_msg("refused: %s, %s", fixture_text(answer, "error"),
			 fixture_text(answer, "reason"));
	return json_array_get(receipts, json_array_size(receipts) - 1);
}

json_t *fixture_refused(struct fixture *f, const struct author *author, const char *error,
			const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	json_t *answer = answer_typed(f, author, format, arguments);
	va_end(arguments);
	assert_string_equal(fixture_text(answer, "error"), error);
	return answer;
}

json_t *fixture_expunge(struct fixture *f, const char *which)
{
	struct expunge expunge = {
		.which = which, .why = "a password", .author = admin, .owner = true
	};
	struct answer answer = { .error = NULL };

	assert_int_equal(id_make(&expunge.id), 0);
	assert_true(expunge_run(f->store, &expunge, &answer) >= 0);
	json_t *value = keep(f, read_answer(&answer));
	answer_free(&answer);
	return value;
}

json_t *fixture_at(const json_t *value, const char *path)
{
	drop(free) char *names = strdup(path);
	char *rest = NULL;

	for (char *name = strtok_r(names, ".", &rest); name; name = strtok_r(NULL, ".", &rest))
		value = json_is_array(value) ? json_array_get(value, (size_t)atoi(name))
					     : json_object_get(value, name);
	return (json_t *)value;
}

const char *fixture_text(const json_t *value, const char *path)
{
	const char *text = json_string_value(fixture_at(value, path));

	return text ? text : "";
}

json_t *fixture_incident(struct fixture *f, const char *incident)
{
	drop(buffer_free) struct buffer text = { 0 };
	struct summary *summary;
	struct id id;

	assert_int_equal(id_parse(incident, &id), 0);
	assert_int_equal(incident_get(f->store, &id, &summary), 0);
	assert_int_equal(incident_write(f->store, summary, &(struct id){ { 0 } }, &text), 0);
	return keep(f, json_loads(text.data, JSON_REJECT_DUPLICATES, NULL));
}

const char *fixture_milestone(struct fixture *f, const char *incident, const char *name)
{
	json_t *milestones = fixture_at(fixture_incident(f, incident), "milestones"), *milestone;
	size_t i;

	json_array_foreach (milestones, i, milestone)
		if (strcmp(fixture_text(milestone, "name"), name) == 0)
			return fixture_text(milestone, "at");
	return "";
}

json_t *fixture_effective(struct fixture *f, const char *id_text)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct id id;

	assert_int_equal(id_parse(id_text, &id), 0);
	assert_int_equal(query_one(f->store, &row, QUERY_EVENT_GET, "d", &id), 0);
	const char *text = query_text(row, 5) ? query_text(row, 5) : query_text(row, 4);
	return keep(f, json_loads(text, JSON_REJECT_DUPLICATES, NULL));
}

static void run(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

void fixture_run(struct fixture *f, const char *sql)
{
	run(f->store->db, sql);
}

void fixture_run_closed(struct fixture *f, const char *sql)
{
	drop(free) char *path = NULL;
	sqlite3 *db;

	assert_null(f->store);
	assert_true(asprintf(&path, "%s/incident.db", f->directory) >= 0);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run(db, sql);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void put_row(sqlite3_stmt *row, struct buffer *out)
{
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		const char *text = (const char *)sqlite3_column_text(row, i);

		buffer_add_text(out, i ? "|" : "");
		buffer_add_text(out, text ? text : "NULL");
	}
	buffer_add_text(out, "\n");
}

char *fixture_rows(struct fixture *f, const char *sql)
{
	drop(buffer_free) struct buffer out = { 0 };
	sqlite3_stmt *row;

	if (sqlite3_prepare_v2(f->store->db, sql, -1, &row, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(f->store->db));
	while (sqlite3_step(row) == SQLITE_ROW)
		put_row(row, &out);
	assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
	return buffer_steal(&out);
}

int64_t fixture_count(struct fixture *f, const char *where)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM event WHERE %s", where);
	drop(free) char *rows = fixture_rows(f, sql);
	return atoll(rows);
}

const char *fixture_opened(struct fixture *f, const struct author *author, const char *title)
{
	return fixture_text(fixture_record(f, author, "{'kind': 'opened', 'text': '%s'}", title),
			    "incident");
}
