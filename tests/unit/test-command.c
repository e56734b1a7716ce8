/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/command.h"
#include "lib/kind.h"

static bool knows(const struct command *command, const char *option)
{
	struct option_list list;

	command_options(command, &list);
	for (size_t i = 0; i < list.count; i++)
		if (strcmp(list.rows[i].name, option) == 0)
			return true;
	return false;
}

static void every_verb_of_the_kinds_table_is_a_command_that_records_its_kind(void **state)
{
	(void)state;
	for (size_t kind = 0; kind < KIND_COUNT; kind++) {
		const struct command *command =
			kinds[kind].verb ? command_find(kinds[kind].verb) : NULL;

		if (!kinds[kind].verb)
			continue;
		assert_non_null(command);
		assert_int_equal(command->kind, kind);
		assert_true(command->text);
	}
}

static void every_kind_has_a_command(void **state)
{
	(void)state;
	for (size_t kind = 0; kind < KIND_COUNT; kind++) {
		size_t rows = 0;

		for (const struct command *row = commands; row->run; row++)
			rows += row->kind == (int)kind;
		assert_true(rows > 0);
	}
}

static void the_name_of_a_kind_is_its_verb_but_for_task_which_is_a_family(void **state)
{
	(void)state;
	for (size_t kind = 0; kind < KIND_COUNT; kind++) {
		const struct command *command = command_find(kinds[kind].name);

		if (kind == KIND_TASK)
			assert_null(command);
		else
			assert_int_equal(command->kind, kind);
	}
	assert_ptr_equal(command_find("ruled-out"), command_find("rule-out"));
}

static void every_command_says_what_it_does_and_shows_it(void **state)
{
	(void)state;
	for (const struct command *row = commands; row->run; row++) {
		assert_true(*command_name(row));
		assert_true(*command_help(row));
		assert_non_null(command_usage(row));
		assert_true(*row->formats);
		assert_non_null(row->example);
		assert_int_equal(
			strncmp(row->example, command_name(row), strlen(command_name(row))), 0);
	}
}

static void every_command_is_found_by_its_name_and_by_no_other_row(void **state)
{
	(void)state;
	for (const struct command *row = commands; row->run; row++)
		assert_ptr_equal(command_find(command_name(row)), row);
}

static void no_list_of_options_is_cut_off(void **state)
{
	struct option_list list;

	(void)state;
	for (const struct command *row = commands; row->run; row++) {
		command_options(row, &list);
		assert_true(list.count < OPTION_LIST_SIZE);
		assert_true(list.used < sizeof(list.text));
		for (size_t i = 0; i < list.count; i++)
			assert_non_null(list.rows[i].help);
	}
}

static void no_option_has_the_name_or_letter_of_another_one(void **state)
{
	struct option_list list;

	(void)state;
	for (const struct command *row = commands; row->run; row++) {
		command_options(row, &list);
		for (size_t i = 0; i < list.count; i++)
			for (size_t j = 0; j < i; j++) {
				assert_string_not_equal(list.rows[i].name, list.rows[j].name);
				assert_true(!list.rows[i].letter ||
					    list.rows[i].letter != list.rows[j].letter);
			}
	}
}

static void fields_that_people_type_are_options_of_their_verb(void **state)
{
	(void)state;
	assert_true(knows(command_find("detect"), "by"));
	assert_true(knows(command_find("impact"), "users"));
	assert_true(knows(command_find("lesson"), "lucky"));
	assert_true(knows(command_find("open"), "service"));
	assert_true(knows(command_find("task add"), "done"));
	assert_true(knows(command_find("close"), "false-alarm"));
	assert_true(knows(command_find("escalate"), "to"));
}

static void what_the_daemon_computes_and_what_stands_first_are_no_options(void **state)
{
	(void)state;
	assert_false(knows(command_find("severity"), "from"));
	assert_false(knows(command_find("severity"), "to"));
	assert_false(knows(command_find("role"), "person"));
	assert_false(knows(command_find("impact"), "users_about"));
	assert_false(knows(command_find("rule-out"), "target"));
}

static void an_amendment_takes_the_fields_of_every_kind(void **state)
{
	const struct command *amend = command_find("amend");

	(void)state;
	for (const struct field_row *row = fields; row->name; row++)
		if (row->need == FIELD_OPTIONAL &&
		    (row->type == FIELD_TEXT || row->type == FIELD_WORD))
			assert_true(knows(amend, row->name));
	assert_true(knows(amend, "kind"));
	assert_true(knows(amend, "person"));
}

static void a_verb_of_two_words_takes_both(void **state)
{
	char *add[] = { "task", "add", "alert", NULL };
	char *list[] = { "task", NULL };
	char *unknown[] = { "task", "lst", NULL };
	char *note[] = { "note", "add", NULL };
	size_t taken;

	(void)state;
	assert_ptr_equal(command_match(add, &taken), command_find("task add"));
	assert_int_equal(taken, 2);
	assert_ptr_equal(command_match(list, &taken), command_find("task list"));
	assert_int_equal(taken, 1);
	assert_null(command_match(unknown, &taken));
	assert_ptr_equal(command_match(note, &taken), command_find("note"));
	assert_int_equal(taken, 1);
}

static void a_misspelt_verb_is_guessed_and_nonsense_is_not(void **state)
{
	(void)state;
	assert_string_equal(command_suggest("nots"), "note");
	assert_string_equal(command_suggest("ecsalate"), "escalate");
	assert_string_equal(command_suggest("task lst"), "task list");
	assert_null(command_suggest("frobnicate"));
	assert_null(command_find("nots"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verb_of_the_kinds_table_is_a_command_that_records_its_kind),
		cmocka_unit_test(every_kind_has_a_command),
		cmocka_unit_test(the_name_of_a_kind_is_its_verb_but_for_task_which_is_a_family),
		cmocka_unit_test(every_command_says_what_it_does_and_shows_it),
		cmocka_unit_test(every_command_is_found_by_its_name_and_by_no_other_row),
		cmocka_unit_test(no_list_of_options_is_cut_off),
		cmocka_unit_test(no_option_has_the_name_or_letter_of_another_one),
		cmocka_unit_test(fields_that_people_type_are_options_of_their_verb),
		cmocka_unit_test(what_the_daemon_computes_and_what_stands_first_are_no_options),
		cmocka_unit_test(an_amendment_takes_the_fields_of_every_kind),
		cmocka_unit_test(a_verb_of_two_words_takes_both),
		cmocka_unit_test(a_misspelt_verb_is_guessed_and_nonsense_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
