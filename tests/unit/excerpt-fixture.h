/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Blocks of random texts, their excerpts, and what is found in either. Texts are made of words that are alike: marks, other
 * alphabets, cases, and what JSON escapes. Include cmocka.h first.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/store/excerpt-row.h"
#include "daemon/store/search.h"
#include "lib/text.h"
#include "tests/unit/store-fixture.h"

#define BLOCKS    2
#define EVENTS    (BLOCKS * EXCERPT_EVENTS + 300)
#define CALL      500
#define CHANGES   50
#define RARE      "kastanienallee"
#define WORDS_MAX 9

static const char *const words[] = { "Network",
				     "NETWORKS",
				     "net",
				     "Straße",
				     "STRASSE",
				     "strasse",
				     "école",
				     "e\u0301cole",
				     "ECOLE",
				     "ÉCOLE",
				     "\"quoted\"",
				     "back\\slash",
				     "two\nlines",
				     "Σίσυφος",
				     "ΣΊΣΥΦΟΣ",
				     "ﬁle",
				     "file",
				     "日本語",
				     "I\u0307stanbul",
				     "istanbul",
				     "db-7",
				     "db-77",
				     "refused",
				     "a\u0327\u0301",
				     "á\u0327",
				     "\u200b",
				     "\u212b",
				     "å",
				     "{\"text\":\"",
				     "\",\"text\":\"x",
				     "ⅷ",
				     "viii",
				     "x",
				     "ſ",
				     "S" };

#define WORDS (sizeof(words) / sizeof(words[0]))

static uint64_t random_state;

/* xorshift64*: the same everywhere. */
static inline size_t below(size_t bound)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (size_t)((random_state * UINT64_C(2685821657736338717)) >> 33) % bound;
}

static inline char *make_text(size_t most)
{
	struct buffer text = { 0 };

	for (size_t count = 1 + below(most); count; count--) {
		buffer_add_text(&text, words[below(WORDS)]);
		buffer_add_text(&text, below(4) ? " " : "");
	}
	return buffer_steal(&text);
}

static inline json_t *make_draft(void)
{
	static const char *const kinds_made[] = { "note",    "note",   "note",
						  "finding", "lesson", "acknowledged" };
	const char *kind = kinds_made[below(6)];
	drop(free) char *text = make_text(below(150) ? WORDS_MAX : 2000);

	if (*kind == 'a')
		return json_pack("{s:s}", "kind", kind);
	if (*kind == 'l')
		return json_pack("{s:s, s:s, s:{s:s}}", "kind", kind, "text", text, "data", "sort",
				 "lucky");
	return json_pack("{s:s, s:s}", "kind", kind, "text", text);
}

/* In one call; `incident` of any of two, or none. */
static inline void record_some(struct fixture *f, const char *const incidents[2], size_t count)
{
	json_t *drafts = json_array();
	drop(json_decref) json_t *calls = json_pack("[o]", drafts);

	while (count--) {
		json_t *draft = make_draft();

		json_object_set_new(draft, "incident", json_string(incidents[below(2)]));
		json_array_append_new(drafts, draft);
	}
	assert_non_null(fixture_at(fixture_calls(f, &alice, calls), "0.receipts"));
}

static inline char *any_id(struct fixture *f)
{
	char sql[256];

	snprintf(
		sql, sizeof(sql),
		"SELECT json_extract(json, '$.id') FROM event WHERE kind IN ('note', 'finding', 'lesson')"
		" AND pos >= %zu ORDER BY pos LIMIT 1",
		1 + below(EVENTS - 100));
	char *id = fixture_rows(f, sql);

	id[strcspn(id, "\n")] = '\0';
	return id;
}

static inline void change_something(struct fixture *f, const char *const incidents[2])
{
	drop(free) char *id = any_id(f), *text = make_text(WORDS_MAX);
	drop(json_decref) json_t *draft = NULL;

	switch (below(4)) {
	case 0:
		fixture_expunge(f, id);
		return;
	case 1:
		draft = json_pack("[{s:s, s:s}]", "kind", "retracted", "which", id);
		break;
	case 2:
		draft = json_pack("[{s:s, s:s, s:{s:s}}]", "kind", "moved", "which", id, "data",
				  "to", incidents[below(2)]);
		break;
	default:
		draft = json_pack("[{s:s, s:s, s:{s:{s:s}}}]", "kind", "amended", "which", id,
				  "data", "new", "text", text);
	}
	fixture_calls(f, &alice, draft);
}

static inline void make_excerpts(struct fixture *f)
{
	int r;

	turn_begin(&f->store->turn, false);
	while ((r = excerpt_make_next(f->store)) > 0)
		;
	assert_int_equal(r, 0);
}

static inline void drop_excerpts(struct fixture *f)
{
	fixture_run(f, "DELETE FROM excerpt");
	excerpt_forget(f->store);
}

static inline int64_t excerpts(struct fixture *f)
{
	drop(free) char *rows = fixture_rows(f, "SELECT count(*) FROM excerpt");

	return atoll(rows);
}

/* Some blocks full of texts, of which some were changed before their excerpts were made, and some after. */
static inline void make_history(struct fixture *f, uint64_t seed)
{
	const char *const incidents[] = { fixture_opened(f, &alice, "an outage"),
					  fixture_opened(f, &alice, "another one") };

	random_state = seed * UINT64_C(0x9e3779b97f4a7c15);
	while (f->store->head < EVENTS)
		record_some(f, incidents, CALL);
	for (int i = 0; i < CHANGES; i++)
		change_something(f, incidents);
	make_excerpts(f);
	for (int i = 0; i < CHANGES; i++)
		change_something(f, incidents);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'after all of them'}");
}

static inline int on_found(void *owner, const char *entry, size_t size)
{
	buffer_add(owner, entry, size);
	buffer_add_text(owner, "\n");
	return 0;
}

/* All that is answered. */
static inline char *answer(struct fixture *f, const char *query, int64_t best)
{
	struct search search = { .before = INT64_MAX, .left = INT64_MAX, .best = best };
	struct buffer found = { 0 };
	const struct search_reader reader = { on_found, on_found, &found };
	int r = sought_read(&search.sought, query);

	while (r == 0)
		r = search_next(f->store, &search, &reader);
	search_end(&search);
	assert_int_equal(r, 1);
	return buffer_steal(&found);
}
