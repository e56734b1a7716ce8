/* SPDX-License-Identifier: MIT */
/* The tables of include/kinds.h: what everything that is derived from them relies on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/kind.h"

static void every_kind_is_found_by_its_name(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		assert_int_equal(kind_of(kinds[kind].name), kind);
}

static void another_name_is_no_kind(void **state)
{
	static const char *const none[] = { "", "Note", "notes", "not", "open", "note " };

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(kind_of(none[i]), KIND_COUNT);
}

static void no_verb_means_two_kinds(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		for (enum kind other = 0; kinds[kind].verb && other < KIND_COUNT; other++) {
			if (other == kind)
				continue;
			assert_string_not_equal(kinds[kind].verb, kinds[other].name);
			if (kinds[other].verb)
				assert_string_not_equal(kinds[kind].verb, kinds[other].verb);
		}
}

static void every_kind_has_a_label_a_usage_and_a_line_of_help(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		assert_true(kinds[kind].label[0] && kinds[kind].usage[0] && kinds[kind].help[0]);
		assert_null(strchr(kinds[kind].help, '\n'));
	}
}

static void corrections_are_the_five_that_change_other_entries(void **state)
{
	size_t count = 0;

	(void)state;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		count += kind_is_correction(kind);
	assert_int_equal(count, 5);
	assert_true(kind_is_correction(KIND_AMENDED) && kind_is_correction(KIND_RETRACTED));
	assert_true(kind_is_correction(KIND_MOVED) && kind_is_correction(KIND_MERGED));
	assert_true(kind_is_correction(KIND_EXPUNGED));
	assert_false(kind_is_correction(KIND_NOTE));
}

static void a_field_is_found_in_its_own_kind_only(void **state)
{
	const struct field_row *by = kind_field(KIND_DETECTED, "by");

	(void)state;
	assert_non_null(by);
	assert_int_equal(by->kind, KIND_DETECTED);
	assert_string_equal(by->name, "by");
	assert_null(kind_field(KIND_NOTE, "by"));
	assert_null(kind_field(KIND_DETECTED, ""));
	assert_null(kind_field(KIND_DETECTED, "b"));
	assert_int_equal(kind_field(KIND_SEVERITY, "to")->type, FIELD_LEVEL);
	assert_int_equal(kind_field(KIND_UPDATE, "to")->type, FIELD_WORD);
}

static void every_field_is_found_and_those_of_a_kind_stand_together(void **state)
{
	(void)state;
	for (const struct field_row *row = fields; row->name; row++) {
		assert_ptr_equal(kind_field(row->kind, row->name), row);
		for (const struct field_row *later = row + 1; later->name; later++)
			if (later->kind == row->kind)
				assert_int_equal(later[-1].kind, row->kind);
	}
}

static void a_field_has_words_where_its_type_needs_them(void **state)
{
	(void)state;
	for (const struct field_row *row = fields; row->name; row++)
		assert_int_equal(row->words != NULL, row->type == FIELD_WORD ||
							     row->type == FIELD_CHOICE ||
							     row->type == FIELD_TEXTS);
}

static void a_word_is_one_of_the_fields_words_as_a_whole(void **state)
{
	const struct field_row *by = kind_field(KIND_DETECTED, "by");

	(void)state;
	assert_true(field_has_word(by, "monitoring"));
	assert_true(field_has_word(by, "customer"));
	assert_true(field_has_word(by, "other"));
	assert_false(field_has_word(by, "monitor"));
	assert_false(field_has_word(by, "itoring"));
	assert_false(field_has_word(by, "others"));
	assert_false(field_has_word(by, "customer other"));
	assert_false(field_has_word(by, " customer"));
	assert_false(field_has_word(by, ""));
	assert_false(field_has_word(by, " "));
	assert_false(field_has_word(kind_field(KIND_TASK, "owner"), "owner"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_found_by_its_name),
		cmocka_unit_test(another_name_is_no_kind),
		cmocka_unit_test(no_verb_means_two_kinds),
		cmocka_unit_test(every_kind_has_a_label_a_usage_and_a_line_of_help),
		cmocka_unit_test(corrections_are_the_five_that_change_other_entries),
		cmocka_unit_test(a_field_is_found_in_its_own_kind_only),
		cmocka_unit_test(every_field_is_found_and_those_of_a_kind_stand_together),
		cmocka_unit_test(a_field_has_words_where_its_type_needs_them),
		cmocka_unit_test(a_word_is_one_of_the_fields_words_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
