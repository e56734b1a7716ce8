/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/complete/offer.h"
#include "cli/complete/slot.h"
#include "cli/complete/source.h"
#include "lib/drop.h"

#define WORDS_MAX 16

/* A line as it stands when Tab is pressed: words parted by spaces, the last one (it may be empty) at the cursor. */
struct line {
	char kept[512];
	const char *words[WORDS_MAX];
	struct arguments arguments;
	struct option_list known;
	struct slot slot;
};

static void find(struct line *line, const char *typed)
{
	char *before[WORDS_MAX] = { NULL };
	size_t count = 0;

	*line = (struct line){ .arguments.words = line->words };
	assert_true(strlen(typed) < sizeof(line->kept));
	strcpy(line->kept, typed);
	for (char *word = line->kept; word; count++) {
		before[count] = word;
		word = strchr(word, ' ');
		if (word)
			*word++ = '\0';
	}
	const char *word = steal(&before[count - 1]);
	slot_find(&line->slot, before, word, &line->arguments, &line->known);
}

static void assert_value(const char *typed, const char *value)
{
	struct line line;

	find(&line, typed);
	if (strcmp(line.slot.value, value) != 0)
		fail_msg("\"%s\" is at \"%s\", not at \"%s\"", typed, line.slot.value, value);
}

static void the_usage_of_a_verb_says_what_its_next_word_is(void **state)
{
	(void)state;
	assert_value("", "VERB");
	assert_value("--quiet no", "VERB");
	assert_value("status ", "REF");
	assert_value("show ", "REF or WHICH");
	assert_value("rule-out ", "WHICH or TEXT");
	assert_value("amend x ", "TEXT");
	assert_value("severity ", "LEVEL");
	assert_value("move x y ", "WHICH");
	assert_value("move x --to y z", "WHICH");
	assert_value("merge ", "REF");
	assert_value("postmortem ", "REF or FILE");
	assert_value("postmortem k7qd ", "FILE");
	assert_value("transfer k7qd ", "LOG");
	assert_value("list ", "");
	assert_value("nonsense ", "");
}

static void an_option_that_waits_for_its_value_is_given_it(void **state)
{
	(void)state;
	assert_value("-i ", "REF");
	assert_value("-qi ", "REF");
	assert_value("--tz ", "ZONE");
	assert_value("note --at ", "TIME");
	assert_value("amend x --kind ", "KIND");
	assert_value("amend --kind=n", "KIND");
	assert_value("log --kinds note,", "KIND");
	assert_value("merge x --into ", "REF");
	assert_value("task list --owner ", "WHO");
	assert_value("list --todo ", "");
	assert_value("list --telepathy=", "");
}

static void what_stands_behind_two_dashes_is_a_word(void **state)
{
	struct line line;

	(void)state;
	find(&line, "note --");
	assert_true(line.slot.options);
	find(&line, "note -- --at");
	assert_false(line.slot.options);
	find(&line, "note -- x --at=");
	assert_false(line.slot.options);
	assert_string_equal(line.slot.value, "");
}

static void a_verb_of_two_words_is_completed_word_by_word(void **state)
{
	struct line line;

	(void)state;
	find(&line, "task d");
	assert_string_equal(line.slot.value, "VERB");
	assert_string_equal(line.slot.first, "task");
	assert_value("task done ", "WHICH");
	assert_value("help ", "VERB or TOPIC");
	find(&line, "help task ");
	assert_string_equal(line.slot.value, "VERB");
	assert_string_equal(line.slot.first, "task");
	assert_value("help task add ", "");
}

static void what_is_chosen_stands_behind_what_was_typed(void **state)
{
	struct line line;

	(void)state;
	find(&line, "log --kinds=note,ca");
	drop(offer_free) struct offer offer = {
		.word = line.kept + strlen("log "),
		.typed = line.slot.typed,
	};
	assert_true(offer_add(&offer, "cause", "why"));
	assert_false(offer_add(&offer, "note", "it does not begin with ca"));
	assert_string_equal(offer.lines.data, "--kinds=note,cause\twhy\n");
}

static void nothing_that_a_shell_reads_something_into_is_a_choice(void **state)
{
	static const char *const words[] = { "",     "$(id)", "`id`", "a b", "a;b",  "a'b",
					     "a\tb", "a\nb",  "*",    "~",   "a\"b", "\xc3\xa4",
					     "a\\b", "a&b",   "a|b",  "a:b", "!!",   "a>b" };
	drop(offer_free) struct offer offer = { .word = "", .typed = "" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_false(offer_add(&offer, words[i], NULL));
	assert_true(offer_add(&offer, "20261120-k7qd", NULL));
	assert_true(offer_add(&offer, "America/Port-au-Prince", NULL));
	assert_int_equal(offer.count, 2);
}

static void what_a_choice_means_is_one_line_of_safe_text(void **state)
{
	drop(offer_free) struct offer offer = { .word = "", .typed = "", .utf8 = true };

	(void)state;
	offer_add(&offer, "k7qd", "a\tb\nc\x1b]0;x\a");
	assert_string_equal(offer.lines.data, "k7qd\ta b c^[]0;x^G\n");
	buffer_clear(&offer.lines);
	offer_add(&offer, "k7qd",
		  "0123456789012345678901234567890123456789012345678901234567890123456789");
	assert_string_equal(offer.lines.data,
			    "k7qd\t01234567890123456789012345678901234567890123456789012345678…\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_usage_of_a_verb_says_what_its_next_word_is),
		cmocka_unit_test(an_option_that_waits_for_its_value_is_given_it),
		cmocka_unit_test(what_stands_behind_two_dashes_is_a_word),
		cmocka_unit_test(a_verb_of_two_words_is_completed_word_by_word),
		cmocka_unit_test(what_is_chosen_stands_behind_what_was_typed),
		cmocka_unit_test(nothing_that_a_shell_reads_something_into_is_a_choice),
		cmocka_unit_test(what_a_choice_means_is_one_line_of_safe_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
