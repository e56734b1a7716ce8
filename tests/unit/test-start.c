/* SPDX-License-Identifier: MIT */
/* What a start makes of the database that it finds: of a newer recorder, of another machine, copied, damaged. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/storage.h"
#include "daemon/store/backup.h"
#include "daemon/store/origin.h"
#include "tests/unit/store-fixture.h"

#define FLIPS 300

struct file {
	char name[128];
	struct buffer bytes;
};

static void load(struct fixture *f, const char *name, struct file *file)
{
	char block[4096];
	size_t size;

	*file = (struct file){ .bytes = { 0 } };
	snprintf(file->name, sizeof(file->name), "%s/%s", f->directory, name);
	drop(file_close) FILE *stream = fopen(file->name, "r");
	assert_non_null(stream);
	while ((size = fread(block, 1, sizeof(block), stream)) > 0)
		buffer_add(&file->bytes, block, size);
}

/* In its place, as README.md says: without the WAL of the old one. */
static void save(struct fixture *f, const struct file *file)
{
	char wal[128];

	snprintf(wal, sizeof(wal), "%s/incident.db-wal", f->directory);
	unlink(wal);
	drop(file_close) FILE *stream = fopen(file->name, "w");

	assert_non_null(stream);
	assert_int_equal(fwrite(file->bytes.data, 1, file->bytes.size, stream), file->bytes.size);
}

/* The database is, byte for byte, what it was. */
static void assert_untouched(struct fixture *f, struct file *before)
{
	struct file now;

	load(f, "incident.db", &now);
	assert_int_equal(now.bytes.size, before->bytes.size);
	assert_memory_equal(now.bytes.data, before->bytes.data, before->bytes.size);
	buffer_free(&now.bytes);
	buffer_free(&before->bytes);
}

static bool has(struct fixture *f, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", f->directory, name);
	return access(path, F_OK) == 0;
}

static void a_newer_database_stays_byte_for_byte_what_it_was(void **state)
{
	struct fixture *f = *state;
	struct file before;

	fixture_record(f, &alice, "{'kind': 'note', 'text': 'of tomorrow'}");
	fixture_close(f);
	fixture_run_closed(f, "PRAGMA user_version = 99");
	load(f, "incident.db", &before);
	assert_int_equal(store_open(&f->store, f->directory), -ENOTSUP);
	assert_untouched(f, &before);
}

/* A backup has no WAL: its header says so, and may not be changed either. */
static void and_so_does_a_backup_of_one(void **state)
{
	struct fixture *f = *state;
	struct file before;

	fixture_close(f);
	fixture_run_closed(f, "PRAGMA user_version = 99; PRAGMA journal_mode = DELETE");
	load(f, "incident.db", &before);
	assert_int_equal(store_open(&f->store, f->directory), -ENOTSUP);
	assert_false(has(f, "incident.db-wal"));
	assert_untouched(f, &before);
}

static void the_database_of_another_program_stays_what_it_was(void **state)
{
	struct fixture *f = *state;
	struct file before;

	fixture_close(f);
	fixture_run_closed(f, "PRAGMA application_id = 7; PRAGMA journal_mode = DELETE");
	load(f, "incident.db", &before);
	assert_int_equal(store_open(&f->store, f->directory), -EINVAL);
	assert_false(has(f, "incident.db-wal"));
	assert_untouched(f, &before);
}

static void a_version_that_never_was_is_damage(void **state)
{
	static const char *const versions[] = { "PRAGMA user_version = 0",
						"PRAGMA user_version = -3" };
	struct fixture *f = *state;
	char name[64];

	for (int i = 0; i < 2; i++) {
		fixture_close(f);
		fixture_run_closed(f, versions[i]);
		fixture_open(f);
		snprintf(name, sizeof(name), "incident.db.damaged-%d", i + 1);
		assert_true(has(f, name));
	}
}

static void tables_that_are_not_ours_are_damage(void **state)
{
	struct fixture *f = *state;

	fixture_close(f);
	fixture_run_closed(f, "ALTER TABLE event RENAME COLUMN leaf TO leap");
	fixture_open(f);
	assert_true(has(f, "incident.db.damaged-1"));
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'it goes on'}");
}

/* A format that is yet to come, as the header has it: SQLite would read, and refuse every note. */
static void a_header_that_forbids_writing_is_damage(void **state)
{
	struct fixture *f = *state;
	struct file file;

	fixture_close(f);
	load(f, "incident.db", &file);
	file.bytes.data[18] = 7;
	save(f, &file);
	buffer_free(&file.bytes);
	fixture_open(f);
	assert_true(has(f, "incident.db.damaged-1"));
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'it goes on'}");
}

static void an_empty_file_is_a_fresh_database(void **state)
{
	struct fixture *f = *state;
	struct file file;

	fixture_close(f);
	load(f, "incident.db", &file);
	file.bytes.size = 0;
	save(f, &file);
	buffer_free(&file.bytes);
	fixture_open(f);
	assert_false(has(f, "incident.db.damaged-1"));
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'the first'}");
}

/* What it finds is gone on with or set aside; only a flip in the marks of whose and how new it is has a refusal. */
static void no_flipped_bit_keeps_the_recorder_from_starting(void **state)
{
	struct fixture *f = *state;
	struct file whole;
	uint64_t random = 20261120;

	for (int i = 0; i < 20; i++)
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'pool is empty, again: %d'}",
			       i);
	fixture_close(f);
	load(f, "incident.db", &whole);
	for (int i = 0; i < FLIPS; i++) {
		random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		size_t used = i % 3 ? 200 * 1024 : i % 2 ? 100 : 8192;
		uint64_t bit =
			(random >> 24) % (8 * (used < whole.bytes.size ? used : whole.bytes.size));

		whole.bytes.data[bit / 8] = (char)(whole.bytes.data[bit / 8] ^ 1 << bit % 8);
		save(f, &whole);
		int r = store_open(&f->store, f->directory);
		bool version = bit / 8 >= 60 && bit / 8 < 64, owner = bit / 8 >= 68 && bit / 8 < 72;
		if (r != 0 && !(version && r == -ENOTSUP) && !(owner && r == -EINVAL))
			fail_msg("byte %d, bit %d: %d", (int)(bit / 8), (int)(bit % 8), r);
		whole.bytes.data[bit / 8] = (char)(whole.bytes.data[bit / 8] ^ 1 << bit % 8);
		fixture_close(f);
	}
	buffer_free(&whole.bytes);
}

/* (origin, seq) of every event here and there. */
static void note_all(struct fixture *f, json_t *seen)
{
	drop(free) char *rows =
		fixture_rows(f, "SELECT hex(origin.id) || ' ' || seq || '=' || "
				"hex(event.id) FROM event JOIN origin ON number = origin");
	char *rest = NULL;

	for (char *row = strtok_r(rows, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest)) {
		char *is = strchr(row, '=');
		*is = '\0';
		const char *other = json_string_value(json_object_get(seen, row));
		if (other && strcmp(other, is + 1) != 0)
			fail_msg("%s was issued twice", row);
		json_object_set_new(seen, row, json_string(is + 1));
	}
}

static void go_on(struct fixture *f, json_t *seen, const char *changed)
{
	fixture_close(f);
	if (changed)
		fixture_run_closed(f, changed);
	fixture_open(f);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'it goes on'}");
	note_all(f, seen);
}

static char *origins(struct fixture *f)
{
	return fixture_rows(f, "SELECT origin, count(*), min(seq), max(seq) FROM event GROUP BY 1");
}

static void a_start_on_the_same_machine_goes_on_with_its_origin(void **state)
{
	drop(json_decref) json_t *seen = json_object();
	struct fixture *f = *state;

	go_on(f, seen, NULL);
	go_on(f, seen, NULL);
	drop(free) char *rows = origins(f);
	assert_string_equal(rows, "1|3|1|3\n"); /* the first note opened an incident */
}

static void on_another_machine_a_new_origin_begins(void **state)
{
	drop(json_decref) json_t *seen = json_object();
	struct fixture *f = *state;

	go_on(f, seen, NULL);
	go_on(f, seen,
	      "UPDATE meta SET value = 'of there'; UPDATE origin SET machine = 'of there'");
	drop(free) char *rows = origins(f);
	assert_string_equal(rows, "1|2|1|2\n2|1|1|1\n");
}

/* It was here, went on elsewhere, and came back: what was issued here since it left is not known to it. */
static void one_that_comes_back_begins_a_new_origin_too(void **state)
{
	drop(json_decref) json_t *seen = json_object();
	struct fixture *f = *state;

	go_on(f, seen, NULL);
	go_on(f, seen, "UPDATE meta SET value = 'of there'");
	drop(free) char *rows = origins(f);
	assert_string_equal(rows, "1|2|1|2\n2|1|1|1\n");
}

static void a_marked_copy_and_its_original_never_issue_the_same(void **state)
{
	drop(json_decref) json_t *seen = json_object();
	struct fixture *f = *state;
	struct file copy;

	go_on(f, seen, NULL);
	fixture_close(f);
	load(f, "incident.db", &copy);
	fixture_open(f);
	go_on(f, seen, NULL);
	fixture_close(f);
	save(f, &copy);
	buffer_free(&copy.bytes);
	fixture_run_closed(f, origin_mark_copy);
	fixture_open(f);
	go_on(f, seen, NULL);
	drop(free) char *rows = origins(f);
	assert_string_equal(rows, "1|2|1|2\n2|1|1|1\n");
}

static void a_backup_is_a_marked_copy(void **state)
{
	drop(json_decref) json_t *seen = json_object();
	drop(buffer_free) struct buffer chunk = { 0 };
	struct fixture *f = *state;
	struct backup *backup;
	struct file copy;
	int64_t done, total;

	go_on(f, seen, NULL);
	load(f, "incident.db", &copy);
	assert_int_equal(backup_open(&backup, f->store), 0);
	while (backup_next(backup, &chunk, &done, &total) == 0)
		;
	backup_close(backup);
	assert_int_equal(done, total);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'after the backup'}");
	note_all(f, seen);
	fixture_close(f);
	buffer_free(&copy.bytes);
	copy.bytes = (struct buffer){ .data = chunk.data, .size = chunk.size };
	save(f, &copy);
	fixture_open(f);
	go_on(f, seen, NULL);
	drop(free) char *rows = origins(f);
	assert_string_equal(rows, "1|2|1|2\n2|1|1|1\n");
}

static void after_an_ordinary_end_there_is_nothing_to_read_in_the_wal(void **state)
{
	struct fixture *f = *state;
	static const char nothing[32];
	struct file before, after;

	fixture_record(f, &alice, "{'kind': 'note', 'text': 'suspected network issue'}");
	load(f, "incident.db-wal", &before);
	assert_memory_not_equal(before.bytes.data, nothing, sizeof(nothing));
	fixture_close(f);
	load(f, "incident.db-wal", &after);
	assert_memory_equal(after.bytes.data, nothing, sizeof(nothing));
	buffer_free(&before.bytes);
	buffer_free(&after.bytes);
	fixture_open(f);
	assert_int_equal(f->store->head, 2);
}

static void a_directory_that_another_has_is_refused(void **state)
{
	struct fixture *f = *state;
	struct storage_options options = { .directory = f->directory };
	struct storage *storage = NULL;
	uv_loop_t loop;

	assert_int_equal(uv_loop_init(&loop), 0);
	assert_int_equal(storage_open(&storage, &loop, &options), -EBUSY);
	assert_null(storage);
	assert_int_equal(uv_loop_close(&loop), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(after_an_ordinary_end_there_is_nothing_to_read_in_the_wal),
		STORE_TEST(a_directory_that_another_has_is_refused),
		STORE_TEST(a_newer_database_stays_byte_for_byte_what_it_was),
		STORE_TEST(and_so_does_a_backup_of_one),
		STORE_TEST(the_database_of_another_program_stays_what_it_was),
		STORE_TEST(tables_that_are_not_ours_are_damage),
		STORE_TEST(a_version_that_never_was_is_damage),
		STORE_TEST(a_header_that_forbids_writing_is_damage),
		STORE_TEST(an_empty_file_is_a_fresh_database),
		STORE_TEST(no_flipped_bit_keeps_the_recorder_from_starting),
		STORE_TEST(a_start_on_the_same_machine_goes_on_with_its_origin),
		STORE_TEST(on_another_machine_a_new_origin_begins),
		STORE_TEST(one_that_comes_back_begins_a_new_origin_too),
		STORE_TEST(a_marked_copy_and_its_original_never_issue_the_same),
		STORE_TEST(a_backup_is_a_marked_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
