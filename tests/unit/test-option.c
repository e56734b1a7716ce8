/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/option.h"
#include "cli/record/input.h"
#include "lib/drop.h"

#define WORDS_MAX 80

/* What came of a line that was typed after a verb. */
struct parsed {
	struct option_list known;
	const char *words[WORDS_MAX];
	struct arguments arguments;
	struct option_fault fault;
	int answer;
	char *text;
};

/* The line is split at spaces. */
static void parse(struct parsed *parsed, const char *verb, const char *line)
{
	static char kept[4096];
	char *typed[WORDS_MAX] = { NULL };
	size_t count = 0, taken;

	*parsed = (struct parsed){ .answer = 0 };
	parsed->arguments.words = parsed->words;
	command_options(command_find(verb), &parsed->known);
	const struct option_rule rule = { .known = &parsed->known,
					  .text = command_find(verb)->text };
	assert_true(strlen(line) < sizeof(kept));
	strcpy(kept, line);
	for (char *word = strtok(kept, " "); word; word = strtok(NULL, " "))
		typed[count++] = word;
	parsed->answer = option_read(&parsed->arguments, &rule, typed, &taken, &parsed->fault);
	assert_int_equal(taken, count);
	parsed->text = input_join(&parsed->arguments, 0);
}

static void assert_text(const char *verb, const char *line, const char *text)
{
	struct parsed parsed;

	parse(&parsed, verb, line);
	assert_int_equal(parsed.answer, 0);
	assert_string_equal(parsed.text ? parsed.text : "", text);
	free(parsed.text);
}

static void assert_option(const char *line, const char *name, const char *value)
{
	struct parsed parsed;

	parse(&parsed, "note", line);
	assert_int_equal(parsed.answer, 0);
	const char *found = argument_option(&parsed.arguments, name, 0);
	if (value)
		assert_string_equal(found ? found : "(none)", value);
	else
		assert_null(found);
	free(parsed.text);
}

static void assert_fault(const char *verb, const char *line, int answer, const char *typed,
			 const char *suggestion)
{
	struct parsed parsed;

	parse(&parsed, verb, line);
	assert_int_equal(parsed.answer, answer);
	assert_string_equal(parsed.fault.typed, typed);
	if (suggestion)
		assert_string_equal(parsed.fault.suggestion, suggestion);
	else
		assert_null(parsed.fault.suggestion);
	free(parsed.text);
}

static void words_after_the_verb_are_joined_with_one_space(void **state)
{
	(void)state;
	assert_text("note", "db1 answers ping", "db1 answers ping");
	assert_text("note", "one", "one");
	assert_text("note", "", "");
}

static void long_options_that_are_known_are_taken_anywhere(void **state)
{
	(void)state;
	assert_text("note", "--at 5m db1 is down", "db1 is down");
	assert_text("note", "db1 --at 5m is down", "db1 is down");
	assert_text("note", "db1 is down --at 5m", "db1 is down");
	assert_text("impact", "slow --users 80% again", "slow again");
	assert_option("db1 is down --at 5m", "at", "5m");
	assert_option("db1 --at=5m is down", "at", "5m");
	assert_option("db1 --at=a=b is down", "at", "a=b");
	assert_option("db1 --tag= is down", "tag", "");
	assert_option("db1 --at --tag", "at", "--tag");
}

static void an_option_of_another_verb_is_text(void **state)
{
	(void)state;
	assert_text("note", "curl --users 80% fails", "curl --users 80% fails");
}

static void short_options_are_taken_only_before_the_text(void **state)
{
	(void)state;
	assert_text("note", "-q db1 is down", "db1 is down");
	assert_text("note", "-i k7qd db1", "db1");
	assert_text("note", "db1 -q", "db1 -q");
	assert_text("note", "kill -i k7qd", "kill -i k7qd");
	assert_option("-i k7qd db1", "incident", "k7qd");
	assert_option("-ik7qd db1", "incident", "k7qd");
	assert_option("-qik7qd db1", "incident", "k7qd");
	assert_option("db1 -i k7qd", "incident", NULL);
	assert_option("-o json db1", "output", "json");
}

static void two_q_are_two(void **state)
{
	struct parsed parsed;

	(void)state;
	parse(&parsed, "note", "-qq db1");
	assert_non_null(argument_option(&parsed.arguments, "quiet", 1));
	assert_null(argument_option(&parsed.arguments, "quiet", 2));
	free(parsed.text);
}

static void any_other_dash_inside_the_text_is_text(void **state)
{
	(void)state;
	assert_text("note", "restarted with kill -9", "restarted with kill -9");
	assert_text("note", "rm -rf --no-preserve-root /", "rm -rf --no-preserve-root /");
	assert_text("note", "ran it --with=this", "ran it --with=this");
	assert_text("note", "a - b", "a - b");
	assert_text("note", "see --help and --version", "see --help and --version");
}

static void an_unknown_option_before_the_text_is_an_error_with_a_suggestion(void **state)
{
	(void)state;
	assert_fault("note", "--att 5m db1", OPTION_UNKNOWN, "--att", "at");
	assert_fault("note", "--incidnet=k7 db1", OPTION_UNKNOWN, "--incidnet=k7", "incident");
	assert_fault("note", "--frobnicate db1", OPTION_UNKNOWN, "--frobnicate", NULL);
	assert_fault("note", "-9 was used", OPTION_UNKNOWN, "-9", NULL);
}

static void where_words_are_no_text_an_unknown_option_is_an_error_anywhere(void **state)
{
	(void)state;
	assert_fault("log", "k7qd --folow", OPTION_UNKNOWN, "--folow", "follow");
	assert_fault("list", "x -z", OPTION_UNKNOWN, "-z", NULL);
	assert_text("log", "k7qd -f", "k7qd");
}

static void what_cannot_be_an_option_is_kept_as_a_word(void **state)
{
	struct parsed parsed;

	(void)state;
	parse(&parsed, "note", "--att 5m db1");
	assert_string_equal(parsed.text, "--att 5m db1");
	free(parsed.text);
}

static void values_are_given_where_they_belong(void **state)
{
	(void)state;
	assert_fault("note", "db1 --at", OPTION_NO_VALUE, "--at", NULL);
	assert_fault("note", "-i", OPTION_NO_VALUE, "-i", NULL);
	assert_fault("note", "--quiet=yes db1", OPTION_HAS_VALUE, "--quiet=yes", NULL);
}

static void a_share_behind_user_is_a_slip(void **state)
{
	(void)state;
	assert_fault("impact", "x --user 80%", OPTION_HAS_VALUE, "--user", "users");
	assert_fault("impact", "--user=~80% x", OPTION_HAS_VALUE, "--user=~80%", "users");
	assert_text("impact", "--user x", "x");
	assert_text("note", "--user 80% of it", "80% of it");
}

static void what_stands_behind_two_dashes_is_known_to_be_meant(void **state)
{
	struct parsed parsed;

	(void)state;
	parse(&parsed, "note", "use -- --at 5m");
	assert_int_equal(parsed.arguments.literal, 1);
	free(parsed.text);
	parse(&parsed, "note", "use it");
	assert_int_equal(parsed.arguments.literal, 2);
	free(parsed.text);
}

static void two_dashes_end_the_options(void **state)
{
	(void)state;
	assert_text("note", "-- --at is an option", "--at is an option");
	assert_text("note", "use -- --at 5m", "use --at 5m");
	assert_text("note", "-- a -- b", "a -- b");
	assert_option("use -- --at 5m", "at", NULL);
	assert_option("--at 5m -- use", "at", "5m");
}

static void a_lone_dash_is_stdin_and_options_may_follow_it(void **state)
{
	struct parsed parsed;

	(void)state;
	parse(&parsed, "note", "- -q --at 5m");
	assert_int_equal(parsed.answer, 0);
	assert_true(input_is_stdin(&parsed.arguments, 0));
	assert_non_null(argument_option(&parsed.arguments, "quiet", 0));
	free(parsed.text);
	assert_fault("note", "- --att 5m", OPTION_UNKNOWN, "--att", "at");
}

static void a_dash_with_words_beside_it_is_text(void **state)
{
	struct parsed parsed;

	(void)state;
	parse(&parsed, "note", "- b");
	assert_false(input_is_stdin(&parsed.arguments, 0));
	assert_string_equal(parsed.text, "- b");
	free(parsed.text);
}

static void more_options_than_can_be_kept_are_an_error(void **state)
{
	struct parsed parsed;
	char line[4096] = "";

	(void)state;
	for (int i = 0; i < OPTION_COUNT; i++)
		strcat(line, "--quiet ");
	parse(&parsed, "note", line);
	assert_int_equal(parsed.answer, 0);
	free(parsed.text);
	strcat(line, "--quiet");
	parse(&parsed, "note", line);
	assert_int_equal(parsed.answer, OPTION_TOO_MANY);
	free(parsed.text);
}

static void what_stands_before_the_verb_ends_at_the_verb(void **state)
{
	struct option_list known;
	const char *words[8];
	struct arguments arguments = { .words = words };
	const struct option_rule rule = { .known = &known, .stop = true };
	char *typed[] = { "-i", "k7qd", "--utc", "note", "-q", NULL };
	struct option_fault fault;
	size_t taken;

	(void)state;
	command_options(NULL, &known);
	assert_int_equal(option_read(&arguments, &rule, typed, &taken, &fault), 0);
	assert_int_equal(taken, 3);
	assert_int_equal(arguments.count, 0);
	assert_string_equal(argument_option(&arguments, "incident", 0), "k7qd");
	assert_null(argument_option(&arguments, "quiet", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_after_the_verb_are_joined_with_one_space),
		cmocka_unit_test(long_options_that_are_known_are_taken_anywhere),
		cmocka_unit_test(an_option_of_another_verb_is_text),
		cmocka_unit_test(short_options_are_taken_only_before_the_text),
		cmocka_unit_test(two_q_are_two),
		cmocka_unit_test(any_other_dash_inside_the_text_is_text),
		cmocka_unit_test(an_unknown_option_before_the_text_is_an_error_with_a_suggestion),
		cmocka_unit_test(where_words_are_no_text_an_unknown_option_is_an_error_anywhere),
		cmocka_unit_test(what_cannot_be_an_option_is_kept_as_a_word),
		cmocka_unit_test(values_are_given_where_they_belong),
		cmocka_unit_test(a_share_behind_user_is_a_slip),
		cmocka_unit_test(what_stands_behind_two_dashes_is_known_to_be_meant),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(a_lone_dash_is_stdin_and_options_may_follow_it),
		cmocka_unit_test(a_dash_with_words_beside_it_is_text),
		cmocka_unit_test(more_options_than_can_be_kept_are_an_error),
		cmocka_unit_test(what_stands_before_the_verb_ends_at_the_verb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
