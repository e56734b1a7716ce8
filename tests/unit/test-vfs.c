/* SPDX-License-Identifier: MIT */
/* What the log's files are asked to do for a commit and a checkpoint: the calls that this program makes of the kernel are counted. */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/wal.h"
#include "tests/unit/store-fixture.h"

#define MANY  300 /* notes in a commit: more pages than are gathered */
#define STEP  (256 * 1024)
#define LONG  (16 * 1024 * 1024)
#define OFTEN 900 /* frames */

static size_t writes, syncs, unsynced; /* of the WAL */
static size_t moves, unmoved;          /* writes to the database, and those since its sync */
static int error, lost;                /* of a write to the WAL, to the database */
static off_t room;                     /* of the disk for the log, in bytes; 0: enough */
static int beyond;                     /* the error where there is none */

static bool ends_in(int fd, const char *end)
{
	char link[32], path[PATH_MAX];
	ssize_t length = (ssize_t)strlen(end);

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t size = readlink(link, path, sizeof(path));
	return size > length && memcmp(path + size - length, end, strlen(end)) == 0;
}

static bool is_wal(int fd)
{
	return ends_in(fd, "-wal");
}

/* In place of the C library's, for SQLite. */
ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
	bool counts = is_wal(fd), moved = ends_in(fd, ".db");

	writes += counts;
	unsynced += counts;
	moves += moved;
	unmoved += moved;
	if (moved && lost) {
		errno = lost;
		return -1;
	}
	if (counts && (error || (room && at + (off_t)size > room))) {
		errno = error ? error : beyond;
		return -1;
	}
	return syscall(SYS_pwrite64, fd, bytes, size, at);
}

int fdatasync(int fd)
{
	syncs += is_wal(fd);
	unsynced -= is_wal(fd) ? unsynced : 0;
	unmoved -= ends_in(fd, ".db") ? unmoved : 0;
	return (int)syscall(SYS_fdatasync, fd);
}

static void open_log(struct fixture *f)
{
	fixture_opened(f, &alice, "checkout down");
	writes = syncs = moves = 0;
	error = lost = 0;
	room = 0;
}

static off_t length_of(const struct fixture *f)
{
	struct stat st;

	assert_int_equal(stat(f->store->wal, &st), 0);
	return st.st_size;
}

static void a_note_is_one_write_and_one_sync(void **state)
{
	open_log(*state);
	fixture_record(*state, &alice, "{'kind':'note','text':'one'}");
	assert_int_equal(writes, 1);
	assert_int_equal(syncs, 1);
	assert_int_equal(unsynced, 0);
}

static void record_many(struct fixture *f)
{
	json_t *drafts = json_array();
	drop(json_decref) json_t *calls = json_pack("[o]", drafts);

	for (int i = 0; i < MANY; i++)
		json_array_append_new(
			drafts, json_pack("{s:s,s:s}", "kind", "note", "text", "a lamp is red"));
	fixture_calls(f, &alice, calls);
}

static void many_notes_are_few_writes_and_are_all_there_after_a_start(void **state)
{
	struct fixture *f = *state;

	open_log(f);
	record_many(f);
	assert_in_range(writes, 2, MANY / 4);
	assert_int_equal(unsynced, 0);
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, MANY + 1);
}

/* Whatever is there from now on is from the database alone. */
static void forget_wal(struct fixture *f)
{
	assert_int_equal(truncate(f->store->wal, 0), 0);
}

static void a_checkpoint_is_few_writes_that_are_synced_and_all_there(void **state)
{
	struct fixture *f = *state;

	open_log(f);
	record_many(f);
	int pages = f->store->frames;
	assert_int_equal(wal_checkpoint(f->store, SQLITE_CHECKPOINT_PASSIVE), 0);
	assert_int_equal(f->store->frames, 0);
	assert_in_range(moves, 2, (size_t)pages / 4);
	assert_int_equal(unmoved, 0);
	forget_wal(f);
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, MANY + 1);
}

static void a_checkpoint_that_cannot_write_fails_and_is_done_again(void **state)
{
	struct fixture *f = *state;

	open_log(f);
	record_many(f);
	lost = EIO;
	assert_int_equal(wal_checkpoint(f->store, SQLITE_CHECKPOINT_PASSIVE), -EIO);
	assert_true(f->store->frames > 0);
	lost = 0;
	assert_int_equal(wal_checkpoint(f->store, SQLITE_CHECKPOINT_PASSIVE), 0);
	forget_wal(f);
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, MANY + 1);
}

static void a_log_becomes_longer_by_steps(void **state)
{
	struct fixture *f = *state;

	open_log(f);
	for (int i = 0; i < 20; i++) {
		fixture_record(f, &alice, "{'kind':'note','text':'one of many'}");
		assert_int_equal(length_of(f) % STEP, 0);
	}
	assert_true(length_of(f) > STEP);
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, 21);
}

static void a_log_that_never_rests_is_moved_often_as_soon_as_it_is_long(void **state)
{
	struct fixture *f = *state;

	open_log(f);
	while (f->store->frames < OFTEN) {
		record_many(f);
		assert_int_equal(store_checkpoint(f->store, false), 0);
	}
	assert_int_equal(moves, 0);
	assert_int_equal(truncate(f->store->wal, LONG), 0);
	assert_int_equal(store_checkpoint(f->store, false), 0);
	assert_int_equal(f->store->frames, 0);
	assert_true(moves > 0);
}

static void expect_taken(struct fixture *f, int reason)
{
	off_t before;

	open_log(f);
	before = length_of(f);
	room = before + STEP - 1;
	beyond = reason;
	while (length_of(f) == before)
		fixture_record(f, &alice, "{'kind':'note','text':'one of many'}");
	assert_in_range(length_of(f), before + 1, room);
	fixture_record(f, &alice, "{'kind':'note','text':'and one more'}");
}

static void a_note_is_taken_where_a_step_fails_whatever_for(void **state)
{
	static const int reasons[] = { ENOSPC, EDQUOT, EFBIG, EIO };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		expect_taken(f, reasons[i]);
		int64_t head = f->store->head;
		room = 0;
		fixture_close(f);
		fixture_open(f);
		assert_int_equal(f->store->head, head);
	}
}

static void a_write_that_fails_is_an_answer_that_says_so(void **state)
{
	struct fixture *f = *state;

	open_log(f);
	error = ENOSPC;
	fixture_refused(f, &alice, "StorageFull", "{'kind':'note','text':'lost'}");
	error = EIO;
	fixture_refused(f, &alice, "StorageFailed", "{'kind':'note','text':'lost'}");
	error = 0;
	fixture_record(f, &alice, "{'kind':'note','text':'kept'}");
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_note_is_one_write_and_one_sync),
		STORE_TEST(many_notes_are_few_writes_and_are_all_there_after_a_start),
		STORE_TEST(a_checkpoint_is_few_writes_that_are_synced_and_all_there),
		STORE_TEST(a_checkpoint_that_cannot_write_fails_and_is_done_again),
		STORE_TEST(a_log_becomes_longer_by_steps),
		STORE_TEST(a_log_that_never_rests_is_moved_often_as_soon_as_it_is_long),
		STORE_TEST(a_note_is_taken_where_a_step_fails_whatever_for),
		STORE_TEST(a_write_that_fails_is_an_answer_that_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
