/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/event.h"
#include "lib/stamp.h"

#define ROUNDS 5000

/* Everything an event can have: what each test starts from. */
static const char whole[] =
	"{\"about\":true,\"actor\":\"bob\",\"at\":\"2026-11-20T03:02:11.000001Z\",\"at_given\":true,"
	"\"author\":{\"login\":1000,\"login_name\":\"alice\",\"name\":\"root\",\"uid\":0},"
	"\"clock\":{\"boot\":\"5e0e0c3e-0000-4000-8000-000000000001\",\"monotonic\":7,"
	"\"synchronised\":true},\"corrected\":2,"
	"\"data\":{\"n\":5,\"target\":\"01935a1c-7000-7000-8000-000000000002\",\"to\":\"x\"},"
	"\"expunged\":true,\"host\":\"ops1\",\"id\":\"01935a1c-7000-7000-8000-000000000001\","
	"\"incident\":\"01935a1c-7000-7000-8000-000000000003\",\"kind\":\"escalated\","
	"\"origin\":\"01935a1c-7000-7000-8000-000000000004\",\"pinned\":true,"
	"\"recorded_at\":\"2026-11-20T03:02:12.000000Z\",\"retracted\":true,\"seq\":3,"
	"\"source\":\"deploy\",\"tags\":[\"a\",\"b\"],\"text\":\"said\","
	"\"until\":\"2026-11-20T03:02:13.000000Z\"}";

static uint64_t seed = 42;

static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static bool maybe(void)
{
	return next_random() % 2;
}

static const char *random_text(void)
{
	static const char *const texts[] = { "",
					     "x",
					     "a \"quoted\" \\ path",
					     "tab\tline\n",
					     "\x01\x1f",
					     "\xe2\x82\xac \xf0\x9f\x98\x80",
					     "},",
					     "\",\"until\":\"2026-11-20T03:02:13.000000Z\"}\\",
					     "\xe2\x80\xa8/" };

	return maybe() ? texts[next_random() % (sizeof(texts) / sizeof(texts[0]))] : NULL;
}

static int64_t random_time(void)
{
	return maybe() ? (int64_t)(next_random() % (uint64_t)STAMP_MAX) : EVENT_NEVER;
}

static struct id random_id(void)
{
	struct id id = { { 0 } };

	for (size_t i = 0; i < sizeof(id.byte); i++)
		id.byte[i] = (uint8_t)next_random();
	return maybe() ? id : (struct id){ { 0 } };
}

static struct author random_author(void)
{
	return (struct author){ .uid = maybe() ? EVENT_NOBODY : (int64_t)(next_random() >> 33),
				.name = random_text(),
				.login = maybe() ? EVENT_NOBODY : (int64_t)(next_random() >> 33),
				.login_name = random_text() };
}

static struct event random_event(const json_t *tags, const json_t *data)
{
	struct event event = {
		.id = random_id(),
		.incident = random_id(),
		.origin = random_id(),
		.seq = (int64_t)next_random(),
		.kind = next_random() % KIND_COUNT,
		.at = random_time(),
		.until = random_time(),
		.at_given = maybe(),
		.about = maybe(),
		.recorded_at = random_time(),
		.author = random_author(),
		.actor = random_text(),
		.source = random_text(),
		.host = random_text(),
		.text = random_text(),
		.tags = maybe() ? tags : NULL,
		.data = maybe() ? data : NULL,
		.boot = random_text(),
		.pinned = maybe(),
		.retracted = maybe(),
		.expunged = maybe(),
		.corrected = (int64_t)(next_random() % 3),
	};

	event.monotonic = event.boot ? (int64_t)(next_random() >> 1) : 0;
	event.synchronised = event.boot && maybe();
	return event;
}

static void assert_same_text(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_string_equal(a, b);
}

static void assert_same_author(const struct author *a, const struct author *b)
{
	assert_int_equal(a->uid, b->uid);
	assert_int_equal(a->login, b->login);
	assert_same_text(a->name, b->name);
	assert_same_text(a->login_name, b->login_name);
}

static void assert_same_json(const json_t *a, const json_t *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_true(json_equal(a, b));
}

static void assert_same_flags(const struct event *a, const struct event *b)
{
	assert_int_equal(a->at_given, b->at_given);
	assert_int_equal(a->about, b->about);
	assert_int_equal(a->synchronised, b->synchronised);
	assert_int_equal(a->pinned, b->pinned);
	assert_int_equal(a->retracted, b->retracted);
	assert_int_equal(a->expunged, b->expunged);
}

static void assert_same(const struct event *a, const struct event *b)
{
	assert_true(id_equal(&a->id, &b->id) && id_equal(&a->incident, &b->incident) &&
		    id_equal(&a->origin, &b->origin));
	assert_int_equal(a->kind, b->kind);
	assert_true(a->seq == b->seq && a->at == b->at && a->until == b->until);
	assert_true(a->recorded_at == b->recorded_at && a->monotonic == b->monotonic &&
		    a->corrected == b->corrected);
	assert_same_flags(a, b);
	assert_same_author(&a->author, &b->author);
	assert_same_text(a->actor, b->actor);
	assert_same_text(a->source, b->source);
	assert_same_text(a->host, b->host);
	assert_same_text(a->text, b->text);
	assert_same_text(a->boot, b->boot);
	assert_same_json(a->tags, b->tags);
	assert_same_json(a->data, b->data);
}

static void check_text_in(const struct event *event, const struct buffer *canonical)
{
	const char *text;
	size_t size;
	int r = event_text_in(canonical->data, canonical->size, &text, &size);

	drop(json_decref) json_t *string =
		r ? NULL : json_loadb(text - 1, size + 2, JSON_DECODE_ANY, NULL);
	assert_same_text(json_string_value(string), event->text);
}

static void check_round_trip(const struct event *event)
{
	drop(buffer_free) struct buffer text = { 0 };
	drop(buffer_free) struct buffer canonical = { 0 };
	struct event read;

	event_write(event, &text);
	assert_false(text.failed);
	check_text_in(event, &text);
	drop(json_decref) json_t *object = json_loads(text.data, JSON_REJECT_DUPLICATES, NULL);
	if (!object || event_read(object, &read))
		fail_msg("not read: %s", text.data);
	assert_same(event, &read);
	canon_value(&canonical, object);
	assert_string_equal(canonical.data, text.data);
}

static void any_event_survives_its_text_which_is_canonical(void **state)
{
	drop(json_decref) json_t *tags = json_pack("[s, s]", "network", "\"");
	drop(json_decref) json_t *data =
		json_pack("{s:i, s:{s:[], s:n}}", "users", -1, "new", "b", "a");

	(void)state;
	seed = 42;
	for (int i = 0; i < ROUNDS; i++) {
		struct event event = random_event(tags, data);

		check_round_trip(&event);
	}
}

static void an_event_with_everything_is_written_as_it_was_read(void **state)
{
	drop(json_decref) json_t *object = json_loads(whole, 0, NULL);
	drop(buffer_free) struct buffer text = { 0 };
	struct event event;

	(void)state;
	assert_int_equal(event_read(object, &event), 0);
	event_write(&event, &text);
	assert_string_equal(text.data, whole);
}

static void what_is_unknown_or_missing_is_not_written(void **state)
{
	drop(json_decref) json_t *object = json_pack("{s:s}", "kind", "note");
	drop(buffer_free) struct buffer text = { 0 };
	struct event event;

	(void)state;
	assert_int_equal(event_read(object, &event), 0);
	assert_true(event.at == EVENT_NEVER && event.until == EVENT_NEVER);
	assert_int_equal(event.author.uid, EVENT_NOBODY);
	assert_int_equal(event.author.login, EVENT_NOBODY);
	event_write(&event, &text);
	assert_string_equal(text.data, "{\"author\":{\"uid\":-1},\"kind\":\"note\",\"seq\":0}");
}

static void an_event_follows_what_is_in_the_buffer(void **state)
{
	drop(buffer_free) struct buffer text = { 0 };
	drop(buffer_free) struct buffer failed = { .failed = true };
	struct event event = { .kind = KIND_NOTE,
			       .at = EVENT_NEVER,
			       .until = EVENT_NEVER,
			       .recorded_at = EVENT_NEVER,
			       .author = { .uid = 5, .login = EVENT_NOBODY } };

	(void)state;
	buffer_add_text(&text, "[{},");
	event_write(&event, &text);
	assert_string_equal(text.data, "[{},{\"author\":{\"uid\":5},\"kind\":\"note\",\"seq\":0}");
	event_write(&event, &failed);
	assert_true(failed.failed);
}

/* Where each member is, and which of the values below it may have. */
static const struct {
	const char *within, *name, *right;
} members[] = {
	{ NULL, "about", "true" },
	{ NULL, "actor", "\"x\"" },
	{ NULL, "at", "\"2026-11-20T03:02:11Z\"" },
	{ NULL, "at_given", "true" },
	{ NULL, "author", "{}" },
	{ "author", "login", "7" },
	{ "author", "login_name", "\"x\"" },
	{ "author", "name", "\"x\"" },
	{ "author", "uid", "7" },
	{ NULL, "clock", "{}" },
	{ "clock", "boot", "\"x\"" },
	{ "clock", "monotonic", "7" },
	{ "clock", "synchronised", "true" },
	{ NULL, "corrected", "7" },
	{ NULL, "data", "{}" },
	{ NULL, "expunged", "true" },
	{ NULL, "host", "\"x\"" },
	{ NULL, "id", "\"01935a1c-7000-7000-8000-000000000001\"" },
	{ NULL, "incident", "\"01935a1c-7000-7000-8000-000000000001\"" },
	{ NULL, "kind", "\"note\"" },
	{ NULL, "origin", "\"01935a1c-7000-7000-8000-000000000001\"" },
	{ NULL, "pinned", "true" },
	{ NULL, "recorded_at", "\"2026-11-20T03:02:11Z\"" },
	{ NULL, "retracted", "true" },
	{ NULL, "seq", "7" },
	{ NULL, "source", "\"x\"" },
	{ NULL, "tags", "[]" },
	{ NULL, "text", "\"x\"" },
	{ NULL, "until", "\"2026-11-20T03:02:11Z\"" },
};

static int read_with(const char *within, const char *name, const char *value)
{
	drop(json_decref) json_t *object = json_loads(whole, 0, NULL);
	json_t *owner = within ? json_object_get(object, within) : object;
	struct event event;

	assert_non_null(json_object_get(owner, name));
	json_object_set_new(owner, name, json_loads(value, JSON_DECODE_ANY, NULL));
	return event_read(object, &event);
}

static void a_member_of_a_wrong_type_makes_it_no_event(void **state)
{
	static const char *const values[] = {
		"null", "true", "7", "1.5", "\"x\"", "[]", "[7]", "{}"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *right = members[i].right, *name = members[i].name;

		assert_int_equal(read_with(members[i].within, name, right), 0);
		for (size_t j = 0; j < sizeof(values) / sizeof(values[0]); j++)
			if (strcmp(values[j], right) != 0 &&
			    !read_with(members[i].within, name, values[j]))
				fail_msg("%s may be %s", name, values[j]);
	}
}

static void what_is_no_object_or_of_no_known_kind_is_no_event(void **state)
{
	static const char *const values[] = { "[]",
					      "\"note\"",
					      "null",
					      "{}",
					      "{\"kind\":\"rumour\"}",
					      "{\"kind\":\"\"}",
					      "{\"kind\":\"Note\"}" };
	struct event event;

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		drop(json_decref) json_t *value = json_loads(values[i], JSON_DECODE_ANY, NULL);

		assert_int_equal(event_read(value, &event), 1);
	}
}

static void a_person_recorded_it_only_without_a_source_and_with_a_persons_uid(void **state)
{
	static const struct {
		int64_t uid, login;
		const char *source;
		bool person;
	} cases[] = {
		{ 1000, EVENT_NOBODY, NULL, true },
		{ 999, EVENT_NOBODY, NULL, false },
		{ 0, EVENT_NOBODY, NULL, false },
		{ 0, 1000, NULL, true },
		{ 0, 999, NULL, false },
		{ 0, 0, NULL, false },
		{ 1000, EVENT_NOBODY, "cron", false },
		{ 0, 1000, "cron", false },
		{ EVENT_NOBODY, EVENT_NOBODY, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct event event = { .author = { .uid = cases[i].uid, .login = cases[i].login },
				       .source = cases[i].source };

		assert_int_equal(event_is_persons(&event), cases[i].person);
	}
}

static void data_is_looked_up_by_name_and_type(void **state)
{
	drop(json_decref) json_t *object = json_loads(whole, 0, NULL);
	struct event event, bare = { 0 };
	char text[ID_TEXT_SIZE];
	struct id target;

	(void)state;
	assert_int_equal(event_read(object, &event), 0);
	assert_string_equal(event_text(&event, "to"), "x");
	assert_null(event_text(&event, "n"));
	assert_null(event_text(&bare, "to"));
	assert_int_equal(event_number(&event, "n", -7), 5);
	assert_int_equal(event_number(&event, "to", -7), -7);
	assert_int_equal(event_number(&bare, "n", -7), -7);
	assert_int_equal(event_target(&event, &target), 0);
	assert_string_equal(id_format(&target, text), "01935a1c-7000-7000-8000-000000000002");
	assert_int_equal(event_target(&bare, &target), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_event_survives_its_text_which_is_canonical),
		cmocka_unit_test(an_event_with_everything_is_written_as_it_was_read),
		cmocka_unit_test(what_is_unknown_or_missing_is_not_written),
		cmocka_unit_test(an_event_follows_what_is_in_the_buffer),
		cmocka_unit_test(a_member_of_a_wrong_type_makes_it_no_event),
		cmocka_unit_test(what_is_no_object_or_of_no_known_kind_is_no_event),
		cmocka_unit_test(a_person_recorded_it_only_without_a_source_and_with_a_persons_uid),
		cmocka_unit_test(data_is_looked_up_by_name_and_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
