/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/report/postmortem.h"
#include "cli/report/report.h"
#include "cli/report/template.h"
#include "cli/veil/hide.h"
#include "cli/veil/veil.h"
#include "lib/when.h"
#include "tests/unit/page.h"

/*
 * The worked example, in one note of which stand secrets and names, leaves the house in every format
 * there is; what must not be in it is looked for byte by byte.
 */
static const char note[] =
	"ALICE and bob's laptop: password=hunter22xyz from 10.1.2.3, 2001:db8::7:1 and "
	"carol@mail.example; bobbin and malice stay, as does 4.2.1 at 10:32:11";

static const char *const names[] = { "alice", "bob", "carol", "dana" };
static const char *const secrets[] = { "hunter22xyz", "10.1.2.3", "2001:db8", "mail.example",
				       "ops1" };

/* The note of the fixture says this instead, as recorded and as it stands. */
static void plant(json_t *entries)
{
	json_t *entry, *event;
	size_t index;

	json_array_foreach (entries, index, entry) {
		event = json_object_get(entry, "event");
		if (strcmp(json_string_value(json_object_get(event, "kind")), "note") != 0 ||
		    json_object_get(event, "source"))
			continue;
		json_object_set_new(event, "text", json_string(note));
		if (json_is_object(json_object_get(entry, "effective")))
			json_object_set_new(json_object_get(entry, "effective"), "text",
					    json_string(note));
		return;
	}
	fail_msg("the fixture has no note");
}

static struct timeline *load(struct session *session, struct veil_wish wish)
{
	drop(timeline_free) struct timeline *plain = fixture_timeline("checkout.json");
	json_t *entries = json_deep_copy(plain->entries_json);

	plant(entries);
	assert_int_equal(veil_open(session, &wish), EXIT_OK);
	return timeline_veiled(session->veil, json_deep_copy(plain->incident), entries);
}

static char *export(const struct timeline *timeline, const struct report_format *format)
{
	const struct filter everything = { .since = EVENT_NEVER, .until = EVENT_NEVER };
	struct page page;

	page_open(&page);
	format->write(&(struct report){ &page.screen, timeline, everything, now() });
	fclose(page.screen.stream);
	return page.text;
}

static char *document(const struct timeline *timeline, const struct template *template)
{
	drop(buffer_free) struct buffer out = { 0 };
	const struct postmortem postmortem = { .timeline = timeline,
					       .template = template->name,
					       .options = { .events = DOCUMENT_EVENTS_ALL,
							    .filter = FILTER_ALL },
					       .now = now() };
	struct marker_fault fault;

	assert_int_equal(postmortem_write(&out, &postmortem, template->text, &fault), 0);
	return buffer_steal(&out);
}

/* Is it there as a word of its own, in any case of letters? */
static bool has_name(const char *text, const char *name)
{
	size_t size = strlen(name);

	for (const char *at = text; (at = strcasestr(at, name)); at += size)
		if ((at == text || !isalnum((unsigned char)at[-1])) &&
		    !isalnum((unsigned char)at[size]))
			return true;
	return false;
}

static size_t names_in(const char *text)
{
	size_t found = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		found += has_name(text, names[i]);
	return found;
}

static size_t secrets_in(const char *text)
{
	size_t found = 0;

	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		found += strstr(text, secrets[i]) != NULL;
	return found;
}

static void assert_veiled(const char *text, const char *what)
{
	if (names_in(text) || secrets_in(text))
		fail_msg("%s shows a name or a secret:\n%s", what, text);
	assert_non_null(strstr(text, "Engineer A"));
}

static void no_name_and_no_secret_is_in_any_export_or_document(void **state)
{
	struct session session = { 0 };
	drop(timeline_free) struct timeline *timeline =
		load(&session, (struct veil_wish){ .pseudonyms = true, .redact = true });

	(void)state;
	for (const struct report_format *format = report_formats; format->name; format++) {
		drop(free) char *text = export(timeline, format);

		assert_veiled(text, format->name);
		assert_true(strstr(text, "Pseudonyms stand for 4 people") ||
			    strstr(text, "\"people\":4") || strstr(text, "\"people\": 4"));
	}
	for (const struct template *template = templates; template->name; template ++) {
		drop(free) char *text = document(timeline, template);

		assert_veiled(text, template->name);
		assert_non_null(strstr(text, "Pseudonyms stand for 4 people"));
		assert_non_null(strstr(text, "pseudonyms=yes redact=yes"));
	}
	veil_close(session.veil);
}

static void without_a_veil_they_are_there(void **state)
{
	struct session session = { 0 };
	drop(timeline_free) struct timeline *timeline =
		load(&session, (struct veil_wish){ .pseudonyms = false });

	(void)state;
	assert_null(session.veil);
	for (const struct report_format *format = report_formats; format->name; format++) {
		drop(free) char *text = export(timeline, format);

		assert_int_equal(names_in(text), 4);
		assert_true(secrets_in(text) >= 4);
		assert_null(strstr(text, "Engineer A"));
		assert_null(strstr(text, "Pseudonyms"));
	}
}

static void each_of_the_two_does_nothing_of_the_other(void **state)
{
	struct session one = { 0 }, two = { 0 };
	drop(timeline_free) struct timeline *nameless =
		load(&one, (struct veil_wish){ .pseudonyms = true });
	drop(timeline_free) struct timeline *redacted =
		load(&two, (struct veil_wish){ .redact = true });
	drop(free) char *first = export(nameless, report_formats);
	drop(free) char *second = export(redacted, report_formats);

	(void)state;
	assert_non_null(strstr(first, "hunter22xyz"));
	assert_int_equal(names_in(first), 0);
	assert_null(strstr(first, "Redacted"));
	assert_int_equal(names_in(second), 4);
	assert_int_equal(secrets_in(second), 0);
	assert_null(strstr(second, "Engineer"));
	veil_close(one.veil);
	veil_close(two.veil);
}

static void what_was_hidden_is_counted_and_what_is_no_secret_stays(void **state)
{
	struct session session = { 0 };
	drop(timeline_free) struct timeline *timeline =
		load(&session, (struct veil_wish){ .pseudonyms = true, .redact = true });
	drop(free) char *text = export(timeline, report_formats);
	drop(json_decref) json_t *counts = veil_json(session.veil);
	const json_t *redacted = json_object_get(counts, "redacted");

	(void)state;
	assert_non_null(strstr(text, "bobbin and malice stay, as does 4.2.1 at 10:32:11"));
	assert_int_equal(json_integer_value(json_object_get(counts, "people")), 4);
	assert_int_equal(json_integer_value(json_object_get(redacted, "password")), 1);
	assert_int_equal(json_integer_value(json_object_get(redacted, "IP address")), 2);
	assert_int_equal(json_integer_value(json_object_get(redacted, "e-mail")), 1);
	assert_int_equal(json_object_size(redacted), 4);
	assert_non_null(strstr(text, "1 password, 1 e-mail, 2 IP address"));
	veil_close(session.veil);
}

static void a_veiled_line_has_no_hash_and_says_that_it_is_veiled(void **state)
{
	struct session session = { 0 };
	drop(timeline_free) struct timeline *timeline =
		load(&session, (struct veil_wish){ .pseudonyms = true });
	drop(free) char *text = export(timeline, report_format_find("ndjson"));

	(void)state;
	assert_null(strstr(text, "\"hash\""));
	assert_null(strstr(text, "\"leaf\""));
	assert_null(strstr(text, "\"salt\""));
	assert_null(strstr(text, "\"uid\":1000"));
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
		drop(json_decref) json_t *json =
			json_loadb(line, strcspn(line, "\n"), JSON_REJECT_DUPLICATES, NULL);

		assert_non_null(json_object_get(json, "veiled"));
	}
	veil_close(session.veil);
}

static char *hidden(struct hide *hide, const char *text)
{
	drop(json_decref) json_t *string = json_string(text);

	assert_non_null(string);
	assert_int_equal(hide_string(hide, string, true), 0);
	return strdup(json_string_value(string));
}

static void assert_hidden(struct hide *hide, const char *text, const char *expected)
{
	drop(free) char *found = hidden(hide, text);

	assert_string_equal(found, expected);
}

static void addresses_are_found_and_what_looks_like_one_is_left(void **state)
{
	struct hide hide = { .redact = true };

	(void)state;
	assert_int_equal(rules_add_table(&hide.rules), 0);
	assert_hidden(&hide, "see...10.0.0.1:80, 10.0.0.0/8",
		      "see...[IP address]:80, [IP address]/8");
	assert_hidden(&hide, "fe80::1: down, [::1]:80, ip:2001:db8:0:0:0:0:0:1",
		      "[IP address]: down, [[IP address]]:80, ip:[IP address]");
	assert_hidden(&hide, "std::vector a :: b 10:32:11 v4.2.1 256.1.2",
		      "std::vector a :: b 10:32:11 v4.2.1 256.1.2");
	assert_hidden(&hide, "aa:bb:cc:00:11:22 and bob.smith+x@a-b.example.",
		      "[MAC address] and [e-mail].");
	assert_hidden(&hide, "@bob a @ b", "@bob a @ b");
	hide_free(&hide);
}

static void a_name_is_a_whole_word_in_any_case_and_the_longest_counts(void **state)
{
	struct hide hide = { 0 };
	static const char *const people[] = { "\xc3\xbcnal",  "bob",   "Bob Smith",
					      "engineer",     "a.b*c", "Eva Maria Lang",
					      "database team" };

	(void)state;
	for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++)
		assert_int_equal(names_add(&hide.people, people[i]), 0);
	assert_int_equal(names_compile(&hide.people), 0);
	assert_hidden(&hide, "\xc3\x9cNAL, bob_x, @Bob bobby",
		      "Engineer A, Engineer B_x, @Engineer B bobby");
	assert_hidden(&hide, "Bob Smith, engineer a.b*c", "Engineer C, Engineer D Engineer E");
	assert_hidden(&hide, "lang asked the team", "Engineer F asked the team");
	hide_free(&hide);
}

static void pseudonyms_go_on_behind_z(void **state)
{
	char text[HIDE_PSEUDONYM];

	(void)state;
	assert_string_equal(hide_pseudonym(0, text), "Engineer A");
	assert_string_equal(hide_pseudonym(25, text), "Engineer Z");
	assert_string_equal(hide_pseudonym(26, text), "Engineer AA");
	assert_string_equal(hide_pseudonym(26 * 27, text), "Engineer AAA");
}

static void write_file(char path[], const char *content)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), strlen(content));
	close(fd);
}

static void rules_of_ones_own_are_obeyed(void **state)
{
	struct hide hide = { .redact = true };
	char path[] = "/tmp/incident-rules-XXXXXX", message[RULE_MESSAGE] = "";

	(void)state;
	write_file(path, "# ours\n\nticket  OPS-\\d+\r\ncustomer\t(acme|initech)\n");
	assert_int_equal(rules_add_file(&hide.rules, path, message), 0);
	assert_hidden(&hide, "OPS-17 is Acme's", "[ticket] is [customer]'s");
	unlink(path);
	assert_int_equal(rules_add_file(&hide.rules, path, message), 1);
	hide_free(&hide);
}

static void a_rule_that_is_none_is_named_by_its_line(void **state)
{
	struct rules rules = { 0 };
	char path[] = "/tmp/incident-rules-XXXXXX", message[RULE_MESSAGE] = "";

	(void)state;
	write_file(path, "good x+\nbad (unclosed\n");
	assert_int_equal(rules_add_file(&rules, path, message), 1);
	assert_non_null(strstr(message, ":2: missing closing parenthesis"));
	unlink(path);
	rules_free(&rules);
}

/* Without the bound the first of them takes longer than anybody lives. */
static void a_hostile_text_is_hidden_whole_and_hangs_nothing(void **state)
{
	struct hide hide = { .redact = true };
	char path[] = "/tmp/incident-rules-XXXXXX", message[RULE_MESSAGE] = "";
	drop(free) char *text = calloc(1, 65536);
	drop(free) char *found = NULL;

	(void)state;
	write_file(path, "evil (a+)+$\n");
	assert_int_equal(rules_add_file(&hide.rules, path, message), 0);
	unlink(path);
	memset(text, 'a', 65530);
	strcpy(text + 65530, "!");
	found = hidden(&hide, text);
	assert_string_equal(found, "[text that could not be searched]");
	hide_free(&hide);
}

/* The rules of the table are never too dear: each of these is 64 KiB of what one of them looks for. */
static void the_table_searches_the_longest_text_to_its_end(void **state)
{
	static const char *const pieces[] = { "a", "a.", "1.", "a:", "::", "0", "a@", "ff-" };
	struct hide hide = { .redact = true };

	(void)state;
	assert_int_equal(rules_add_table(&hide.rules), 0);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		drop(buffer_free) struct buffer text = { 0 };
		drop(free) char *found = NULL;

		while (text.size < 65000)
			buffer_add_text(&text, pieces[i]);
		buffer_add_text(&text, " from 10.1.2.3");
		found = hidden(&hide, text.data);
		assert_null(strstr(found, "could not be searched"));
		assert_non_null(strstr(found, " from [IP address]"));
	}
	hide_free(&hide);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_name_and_no_secret_is_in_any_export_or_document),
		cmocka_unit_test(without_a_veil_they_are_there),
		cmocka_unit_test(each_of_the_two_does_nothing_of_the_other),
		cmocka_unit_test(what_was_hidden_is_counted_and_what_is_no_secret_stays),
		cmocka_unit_test(a_veiled_line_has_no_hash_and_says_that_it_is_veiled),
		cmocka_unit_test(addresses_are_found_and_what_looks_like_one_is_left),
		cmocka_unit_test(a_name_is_a_whole_word_in_any_case_and_the_longest_counts),
		cmocka_unit_test(pseudonyms_go_on_behind_z),
		cmocka_unit_test(rules_of_ones_own_are_obeyed),
		cmocka_unit_test(a_rule_that_is_none_is_named_by_its_line),
		cmocka_unit_test(a_hostile_text_is_hidden_whole_and_hangs_nothing),
		cmocka_unit_test(the_table_searches_the_longest_text_to_its_end),
	};

	when_use_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
