/* SPDX-License-Identifier: MIT */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "include/limits.h"
#include "lib/draft.h"
#include "lib/drop.h"
#include "lib/text.h"

#define AN_ID "01935a1c-7000-7000-8000-000000000001"

static const char *const answers[] = {
	"ok", [DRAFT_INVALID] = "invalid", [DRAFT_TOO_LARGE] = "too large"
};

/* "invalid drafts.text": the answer and what it names. */
static void describe(int answer, const struct draft_fault *fault, char text[128])
{
	assert_in_range(answer, 0, DRAFT_TOO_LARGE);
	snprintf(text, 128, "%s%s%s", answers[answer], answer ? " " : "",
		 answer ? fault->what : "");
}

static void check_answer(const json_t *row, int answer, const struct draft_fault *fault)
{
	const char *what = json_string_value(json_object_get(row, "what"));
	drop(free) char *shown = json_dumps(row, JSON_COMPACT);
	char expected[128], found[128];

	describe(answer, fault, found);
	snprintf(expected, sizeof(expected), "%s%s%s",
		 json_string_value(json_object_get(row, "answer")), what ? " " : "",
		 what ? what : "");
	if (strcmp(found, expected) != 0)
		fail_msg("%s: %s", found, shown);
}

static void check_draft(const json_t *row)
{
	struct draft_fault fault = { .what = "" };
	struct draft draft;
	int answer = draft_read(json_object_get(row, "draft"), &draft, &fault);

	check_answer(row, answer, &fault);
}

static void check_new(const json_t *row)
{
	struct draft_fault fault = { .what = "" };
	enum kind kind = kind_of(json_string_value(json_object_get(row, "kind")));

	assert_int_not_equal(kind, KIND_COUNT);
	check_answer(row, draft_check_new(json_object_get(row, "new"), kind, &fault), &fault);
}

static size_t check_file(const char *path, void (*check)(const json_t *row))
{
	json_error_t error;
	drop(json_decref) json_t *rows = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	json_t *row;
	size_t i;

	if (!rows)
		fail_msg("%s:%d: %s", path, error.line, error.text);
	json_array_foreach (rows, i, row)
		check(row);
	return json_array_size(rows);
}

static size_t check_files(const char *pattern, void (*check)(const json_t *row))
{
	const char *root = getenv("INCIDENT_SOURCE_ROOT");
	char path[4096];
	size_t count = 0;
	glob_t found;

	snprintf(path, sizeof(path), "%s/tests/cases/%s", root ? root : ".", pattern);
	assert_int_equal(glob(path, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		count += check_file(found.gl_pathv[i], check);
	globfree(&found);
	return count;
}

static void every_draft_in_the_files_is_answered_as_it_says(void **state)
{
	(void)state;
	assert_true(check_files("draft/*.json", check_draft) > 150);
}

static void every_amendment_in_the_file_is_answered_as_it_says(void **state)
{
	(void)state;
	assert_true(check_files("draft-new.json", check_new) > 50);
}

/* A value that a field takes. */
static json_t *sample(const struct field_row *row)
{
	switch (row->type) {
	case FIELD_TEXT:
	case FIELD_INCIDENT:
	case FIELD_EVENT:
		return json_string("x");
	case FIELD_WORD:
	case FIELD_CHOICE:
		return json_stringn(row->words, strcspn(row->words, " "));
	case FIELD_TIME:
		return json_string("2026-11-20T03:02:11Z");
	case FIELD_DAY:
		return json_string("2026-11-20");
	case FIELD_LEVEL:
	case FIELD_SHARE:
		return json_integer(1);
	case FIELD_FLAG:
		return json_true();
	case FIELD_FIELDS:
		return json_object();
	case FIELD_TEXTS:
		return json_array();
	}
	return NULL;
}

static bool is_needed(const struct field_row *row)
{
	return row->need == FIELD_NEEDED || row->need == FIELD_FIRST;
}

/* The least that a draft of a kind has. */
static json_t *least(enum kind kind)
{
	json_t *data = json_object();
	json_t *draft =
		json_pack("{s:s, s:s, s:o}", "id", AN_ID, "kind", kinds[kind].name, "data", data);

	if (kinds[kind].text == KIND_TEXT_NEEDED)
		json_object_set_new(draft, "text", json_string("said"));
	for (const struct field_row *row = fields; row->name; row++) {
		if (row->kind == kind && is_needed(row))
			json_object_set_new(data, row->name, sample(row));
		if (row->kind == kind && row->need == FIELD_WHICH)
			json_object_set_new(draft, "which", json_string("last"));
	}
	return draft;
}

static void assert_answer(const json_t *object, const char *expected)
{
	struct draft_fault fault = { .what = "" };
	struct draft draft;
	char found[128];

	describe(draft_read(object, &draft, &fault), &fault, found);
	assert_string_equal(found, expected);
}

/* Kinds that a client may send. */
static enum kind next_kind(enum kind kind)
{
	return kind + 1 == KIND_EXPUNGED ? kind + 2 : kind + 1;
}

static void the_least_of_every_kind_is_enough(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KIND_COUNT; kind = next_kind(kind)) {
		drop(json_decref) json_t *draft = least(kind);

		assert_answer(draft, "ok");
	}
}

static void text_is_demanded_taken_or_refused_as_the_kind_says(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KIND_COUNT; kind = next_kind(kind)) {
		drop(json_decref) json_t *draft = least(kind);

		json_object_set_new(draft, "text", json_string("said"));
		assert_answer(draft,
			      kinds[kind].text == KIND_TEXT_NONE ? "invalid drafts.text" : "ok");
		json_object_del(draft, "text");
		assert_answer(draft,
			      kinds[kind].text == KIND_TEXT_NEEDED ? "invalid drafts.text" : "ok");
	}
}

static void what_a_kind_needs_is_missed_by_name(void **state)
{
	(void)state;
	for (const struct field_row *row = fields; row->name; row++) {
		drop(json_decref) json_t *draft = least(row->kind);
		char expected[128];

		if (row->kind == KIND_EXPUNGED)
			continue;
		snprintf(expected, sizeof(expected), "invalid drafts.data.%s", row->name);
		json_object_del(json_object_get(draft, "data"), row->name);
		assert_answer(draft, is_needed(row) ? expected : "ok");
	}
}

static void which_is_missed_where_the_kind_is_about_an_entry(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KIND_COUNT; kind = next_kind(kind)) {
		const struct field_row *target = kind_field(kind, "target");
		drop(json_decref) json_t *draft = least(kind);

		json_object_del(draft, "which");
		assert_answer(draft, target && target->need == FIELD_WHICH ? "invalid drafts.which"
									   : "ok");
	}
}

static void a_client_gives_what_is_its_to_give_and_computes_nothing(void **state)
{
	(void)state;
	for (const struct field_row *row = fields; row->name; row++) {
		bool ours = row->need == FIELD_OPTIONAL || is_needed(row);
		drop(json_decref) json_t *draft = least(row->kind);
		char expected[128];

		if (row->kind == KIND_EXPUNGED)
			continue;
		snprintf(expected, sizeof(expected), "invalid drafts.data.%s", row->name);
		json_object_set_new(json_object_get(draft, "data"), row->name, sample(row));
		assert_answer(draft, ours ? "ok" : expected);
	}
}

/* A string of so many bytes. */
static json_t *text_of(size_t size)
{
	drop(free) char *text = malloc(size + 1);

	assert_non_null(text);
	memset(text, 'x', size);
	text[size] = '\0';
	return json_string(text);
}

static void assert_limited(json_t *draft, json_t *owner, const char *name, size_t limit,
			   const char *what)
{
	struct draft_fault fault = { .what = "" };
	struct draft read;

	json_object_set_new(owner, name, text_of(limit));
	assert_answer(draft, "ok");
	json_object_set_new(owner, name, text_of(limit + 1));
	assert_int_equal(draft_read(draft, &read, &fault), DRAFT_TOO_LARGE);
	assert_string_equal(fault.what, what);
	assert_int_equal(fault.limit, limit);
	json_object_del(owner, name);
}

static void a_string_may_be_as_long_as_its_limit(void **state)
{
	drop(json_decref) json_t *draft = least(KIND_NOTE);
	drop(json_decref) json_t *found = least(KIND_FINDING);

	(void)state;
	assert_int_equal(LIMIT_TEXT, 65536);
	assert_limited(draft, draft, "actor", LIMIT_FIELD, "drafts.actor");
	assert_limited(draft, draft, "source", LIMIT_FIELD, "drafts.source");
	assert_limited(draft, draft, "incident", LIMIT_FIELD, "drafts.incident");
	assert_limited(draft, draft, "which", LIMIT_FIELD, "drafts.which");
	assert_limited(found, json_object_get(found, "data"), "link", LIMIT_FIELD,
		       "drafts.data.link");
	assert_limited(draft, draft, "text", LIMIT_TEXT, "drafts.text");
}

static void assert_strings_limited(json_t *draft, json_t *owner, const char *name,
				   const char *expected)
{
	json_t *texts = json_array();

	json_object_set_new(owner, name, texts);
	for (int i = 0; i < LIMIT_TAGS; i++)
		json_array_append_new(texts, text_of(LIMIT_FIELD));
	assert_answer(draft, "ok");
	json_array_append_new(texts, json_string("x"));
	assert_answer(draft, expected);
	json_array_clear(texts);
	json_array_append_new(texts, text_of(LIMIT_FIELD + 1));
	assert_answer(draft, expected);
}

static void tags_and_services_have_limits_of_number_and_length(void **state)
{
	drop(json_decref) json_t *draft = least(KIND_NOTE);
	drop(json_decref) json_t *opened = least(KIND_OPENED);

	(void)state;
	assert_strings_limited(draft, draft, "tags", "too large drafts.tags");
	assert_strings_limited(opened, json_object_get(opened, "data"), "services",
			       "too large drafts.data.services");
}

static void a_draft_says_what_was_typed_and_no_more(void **state)
{
	drop(json_decref) json_t *object = least(KIND_NOTE);
	struct draft_fault fault;
	struct draft draft;

	(void)state;
	assert_int_equal(draft_read(object, &draft, &fault), 0);
	assert_true(draft.now && !draft.event.at_given && draft.event.at == EVENT_NEVER);
	assert_true(!draft.incident && !draft.which && !draft.event.tags && !draft.event.data);
	json_object_set_new(object, "at", json_string("unknown"));
	assert_int_equal(draft_read(object, &draft, &fault), 0);
	assert_true(!draft.now && !draft.event.at_given && draft.event.at == EVENT_NEVER);
	json_object_set_new(object, "at", json_string("1970-01-01T00:00:01Z"));
	assert_int_equal(draft_read(object, &draft, &fault), 0);
	assert_true(!draft.now && draft.event.at_given && draft.event.at == 1000000);
}

static void a_long_name_of_a_member_is_cut_where_a_character_ends(void **state)
{
	struct draft_fault fault;
	char name[201];

	(void)state;
	for (size_t size = 100; size >= 10; size--) {
		drop(json_decref) json_t *object = least(KIND_NOTE);
		struct draft draft;

		name[0] = '\0';
		for (size_t i = 0; i < size; i++)
			strcat(name, i ? "\xc3\xa9" : size % 2 ? "x" : "");
		json_object_set_new(object, name, json_true());
		assert_int_equal(draft_read(object, &draft, &fault), DRAFT_INVALID);
		assert_true(text_is_valid(fault.what, strlen(fault.what)));
		assert_memory_equal(fault.what, "drafts.", 7);
		assert_memory_equal(fault.what + 7, name, strlen(fault.what + 7));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_draft_in_the_files_is_answered_as_it_says),
		cmocka_unit_test(every_amendment_in_the_file_is_answered_as_it_says),
		cmocka_unit_test(the_least_of_every_kind_is_enough),
		cmocka_unit_test(text_is_demanded_taken_or_refused_as_the_kind_says),
		cmocka_unit_test(what_a_kind_needs_is_missed_by_name),
		cmocka_unit_test(which_is_missed_where_the_kind_is_about_an_entry),
		cmocka_unit_test(a_client_gives_what_is_its_to_give_and_computes_nothing),
		cmocka_unit_test(a_string_may_be_as_long_as_its_limit),
		cmocka_unit_test(tags_and_services_have_limits_of_number_and_length),
		cmocka_unit_test(a_draft_says_what_was_typed_and_no_more),
		cmocka_unit_test(a_long_name_of_a_member_is_cut_where_a_character_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
