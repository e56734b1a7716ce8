/* SPDX-License-Identifier: MIT */
/*
 * What can be read of a damaged file is read, and nothing that was not recorded. Damage is done to the
 * closed file: zeros, noise, holes, an end cut off.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/salvage.h"
#include "tests/unit/store-fixture.h"

#define PAGE    4096
#define DAMAGES 150
#define ROOM    (64 * 1024)
#define A_PAGE  12 /* events that one page of this log holds, and one more whose end stood there */

struct file {
	char path[128];
	uint8_t *bytes; /* as it was */
	size_t size;
};

/* Closed, and without its WAL, in which a copy of every page may stand. */
static void close_and_read(struct fixture *f, struct file *file)
{
	struct stat st;
	char wal[160];

	fixture_close(f);
	snprintf(wal, sizeof(wal), "%s/incident.db-wal", f->directory);
	assert_int_equal(unlink(wal), 0);
	snprintf(file->path, sizeof(file->path), "%s/incident.db", f->directory);
	drop(fd_close) int fd = open(file->path, O_RDONLY);
	assert_int_equal(fstat(fd, &st), 0);
	file->size = (size_t)st.st_size;
	file->bytes = malloc(file->size);
	assert_int_equal(read(fd, file->bytes, file->size), file->size);
}

static void write_file(const struct file *file, const uint8_t *bytes, size_t size)
{
	drop(fd_close) int fd = open(file->path, O_WRONLY | O_TRUNC);

	assert_int_equal(write(fd, bytes, size), size);
}

/* An incident with short entries, and every tenth one longer than a page. */
static void fill(struct fixture *f, int entries)
{
	drop(free) char *longer = malloc(3 * PAGE + 1);

	memset(longer, 'x', 3 * PAGE);
	longer[3 * PAGE] = '\0';
	fixture_record(f, &alice, "{'kind': 'opened', 'text': 'Down'}");
	for (int i = 1; i < entries; i++)
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'entry %d of many %s'}", i,
			       i % 10 ? "" : longer);
}

/* The lines of a salvage: NULL if it failed. */
static char *salvaged(const struct file *file, struct salvage *found)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int r = salvage(file->path, out, found);

	fclose(out);
	assert_int_equal(r, 0);
	return text;
}

static size_t lines(const char *text)
{
	size_t count = 0;

	for (; (text = strchr(text, '\n')); text++)
		count++;
	return count;
}

/* Every line of some is a line of all, in the same order, so none is there twice. */
static void assert_part(const char *some, const char *all)
{
	while (*some) {
		size_t size = strcspn(some, "\n") + 1;

		while (*all && strncmp(some, all, size) != 0)
			all += strcspn(all, "\n") + 1;
		if (!*all)
			fail_msg("not recorded so, or twice: %.*s", (int)size, some);
		all += size;
		some += size;
	}
}

static void a_whole_log_comes_out_whole_and_in_order(void **state)
{
	struct fixture *f = *state;
	struct file file;
	struct salvage found;

	fill(f, 100);
	close_and_read(f, &file);
	drop(free) char *all = salvaged(&file, &found);
	assert_int_equal(found.events, 100);
	assert_int_equal(found.spoilt, 0);
	assert_int_equal(lines(all), 100);
	const char *line = all;
	for (json_int_t seq = 1; *line; seq++, line += strcspn(line, "\n") + 1) {
		drop(json_decref) json_t *json =
			json_loadb(line, strcspn(line, "\n"), JSON_REJECT_DUPLICATES, NULL);

		assert_int_equal(json_integer_value(fixture_at(json, "event.seq")), seq);
		assert_int_equal(strlen(fixture_text(json, "salt")), 32);
		assert_int_equal(strlen(fixture_text(json, "leaf")), 64);
		assert_int_equal(strlen(fixture_text(json, "hash")), 64);
	}
	free(file.bytes);
}

static void what_only_the_wal_holds_is_found_too(void **state)
{
	struct fixture *f = *state;
	struct file file;
	struct salvage found;

	fill(f, 50);
	snprintf(file.path, sizeof(file.path), "%s/incident.db", f->directory);
	drop(free) char *all = salvaged(&file, &found);
	assert_int_equal(lines(all), 50);
	assert_int_equal(truncate(f->store->wal, 0), 0);
	drop(free) char *none = salvaged(&file, &found);
	assert_string_equal(none, "");
}

static void without_its_first_page_a_file_is_read_all_the_same(void **state)
{
	struct fixture *f = *state;
	struct file file;
	struct salvage found;

	fill(f, 100);
	close_and_read(f, &file);
	drop(free) char *all = salvaged(&file, &found);
	memset(file.bytes, 0, PAGE);
	write_file(&file, file.bytes, file.size);
	drop(free) char *some = salvaged(&file, &found);
	assert_string_equal(some, all);
	free(file.bytes);
}

/* One page after the other gets a run of noise: what stood elsewhere is found, and nothing is made up. */
static void damage_costs_what_stood_where_it_is_and_no_more(void **state)
{
	struct fixture *f = *state;
	struct file file;
	struct salvage found;
	bool costs = false;

	fill(f, 200);
	close_and_read(f, &file);
	drop(free) char *all = salvaged(&file, &found);
	drop(free) uint8_t *damaged = malloc(file.size);
	srand(20261127);
	for (int i = 0; i < DAMAGES; i++) {
		size_t at = (size_t)rand() % (file.size / PAGE) * PAGE;

		memcpy(damaged, file.bytes, file.size);
		for (size_t n = (size_t)rand() % PAGE; n < PAGE; n++)
			damaged[at + n] = (uint8_t)(i % 3 ? rand() : 0);
		write_file(&file, damaged, file.size);
		drop(free) char *some = salvaged(&file, &found);
		assert_part(some, all);
		assert_int_equal(lines(some), found.events);
		assert_in_range(found.events, 200 - A_PAGE, 200);
		costs = costs || found.events < 200;
	}
	assert_true(costs);
	free(file.bytes);
}

static void of_a_file_that_was_cut_off_the_beginning_is_read(void **state)
{
	struct fixture *f = *state;
	struct file file;
	struct salvage found;
	int64_t before = 0;

	fill(f, 100);
	close_and_read(f, &file);
	drop(free) char *all = salvaged(&file, &found);
	for (size_t part = 1; part <= 8; part++) {
		write_file(&file, file.bytes,
			   ROOM * part < file.size ? ROOM * part - 100 : file.size);
		drop(free) char *some = salvaged(&file, &found);
		assert_part(some, all);
		assert_true(found.events >= before);
		before = found.events;
	}
	assert_true(before > 0);
	free(file.bytes);
}

static void a_changed_text_is_not_passed_off_as_what_was_recorded(void **state)
{
	struct fixture *f = *state;
	struct file file;
	struct salvage found;

	fill(f, 10);
	close_and_read(f, &file);
	uint8_t *text = memmem(file.bytes, file.size, "entry 5 of many", 15);
	assert_non_null(text);
	text[6] = '6';
	write_file(&file, file.bytes, file.size);
	drop(free) char *some = salvaged(&file, &found);
	assert_int_equal(lines(some), 9);
	assert_int_equal(found.spoilt, 1);
	free(file.bytes);
}

static void what_was_expunged_does_not_come_back(void **state)
{
	struct fixture *f = *state;
	struct file file;
	struct salvage found;

	fill(f, 5);
	json_t *note = fixture_record(f, &alice, "{'kind': 'note', 'text': 'hunter2'}");
	fixture_expunge(f, fixture_text(note, "id"));
	close_and_read(f, &file);
	drop(free) char *all = salvaged(&file, &found);
	assert_int_equal(found.events, 7);
	assert_null(strstr(all, "hunter2"));
	free(file.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_whole_log_comes_out_whole_and_in_order),
		STORE_TEST(what_only_the_wal_holds_is_found_too),
		STORE_TEST(without_its_first_page_a_file_is_read_all_the_same),
		STORE_TEST(damage_costs_what_stood_where_it_is_and_no_more),
		STORE_TEST(of_a_file_that_was_cut_off_the_beginning_is_read),
		STORE_TEST(a_changed_text_is_not_passed_off_as_what_was_recorded),
		STORE_TEST(what_was_expunged_does_not_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
