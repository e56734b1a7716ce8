/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/verify.h"
#include "tests/unit/store-fixture.h"

/* Linked with --wrap: one allocation of ours fails, counted from 1; 0 is none. */
static unsigned failing;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
	return failing && --failing == 0 ? NULL : __real_malloc(size);
}

static struct record *take(void *owner)
{
	struct record **only = owner, *record = *only;

	*only = NULL;
	return record;
}

/* Records it while the n-th allocation fails: 0, and *reached says whether it came to so many; -errno. */
static int record_without(struct fixture *f, json_t *drafts, unsigned n, bool *reached)
{
	struct record record = { .author = alice };
	struct record *only = &record;
	struct batch batch = { .next = take, .owner = &only };

	assert_int_equal(record_read(&record, drafts), 0);
	failing = n;
	int r = record_batch(f->store, &batch);
	*reached = failing == 0;
	failing = 0;
	if (r < 0)
		assert_string_equal(record.answer.error, "StorageFailed");
	record_free(&record);
	answer_free(&record.answer);
	return r;
}

static void what_cannot_be_read_for_want_of_memory_is_no_damage(void **state)
{
	struct fixture *f = *state;
	bool reached = true;
	unsigned n = 0;

	fixture_record(f, &alice, "{'kind': 'note', 'text': 'suspected network issue'}");
	drop(json_decref) json_t *drafts = json_pack(
		"[{s:s, s:s, s:s, s:{s:{s:s}}}]", "id", "01a00000-0000-7000-8000-000000000001",
		"kind", "amended", "which", "last", "data", "new", "text", "suspected disk");
	while (reached) {
		int r = record_without(f, drafts, ++n, &reached);

		assert_true(r == 0 || r == -ENOMEM);
		assert_false(f->store->damaged);
	}
	assert_true(n > 10);
	drop(free) char *rows = fixture_rows(f, "SELECT count(*) FROM event");
	assert_string_equal(rows, "3\n");
}

static int expect_nothing(void *owner, int64_t pos, const struct id *id, const char *problem)
{
	(void)owner;
	(void)pos;
	(void)id;
	fail_msg("%s", problem);
	return 0;
}

static int verify_all(struct store *store)
{
	struct verify verify = { 0 };
	int r = 0;

	while (r == 0 && !verify.done)
		r = verify_next(store, &verify, expect_nothing, NULL);
	return r;
}

static void nor_is_it_when_the_log_is_verified(void **state)
{
	struct fixture *f = *state;
	unsigned n = 0;
	int r;

	fixture_record(f, &alice, "{'kind': 'note', 'text': 'suspected network issue'}");
	do {
		failing = ++n;
		r = verify_all(f->store);
		assert_true(r == 0 || r == -ENOMEM);
	} while (r < 0);
	failing = 0;
	assert_true(n > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_cannot_be_read_for_want_of_memory_is_no_damage),
		STORE_TEST(nor_is_it_when_the_log_is_verified),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
