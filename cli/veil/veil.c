/* SPDX-License-Identifier: MIT */
#include "cli/veil/veil.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/say.h"
#include "cli/veil/hide.h"
#include "lib/event.h"

/*
 * First everything is read for names, then everything is hidden. All strings are, but those that are
 * certainly ours: what a later version adds is hidden rather than shown.
 */
struct veil {
	struct veil_wish wish;
	struct hide hide;
};

static const char *const ours[] = {
	"at",       "boot",      "by",     "due",      "ended",       "event_id",
	"full_ref", "handle",    "id",     "incident", "kind",        "merged_into",
	"next",     "opened_at", "origin", "reason",   "recorded_at", "ref",
	"sort",     "started",   "state",  "target",   "until",       "last_recorded_at",
};

static const char *const proofs[] = { "hash", "leaf", "salt" };

static const char *const person_members[] = { "actor", "login_name", "owner", "person" };

#define IS_ONE_OF(name, words) is_one_of(name, words, sizeof(words) / sizeof((words)[0]))

static bool is_one_of(const char *name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return false;
}

/* An incident's id in the data of a move. */
static bool is_id(const json_t *value)
{
	struct id id;

	return json_is_string(value) && id_parse(json_string_value(value), &id) == 0;
}

static bool is_person(const json_t *uid)
{
	return json_is_integer(uid) && json_integer_value(uid) >= EVENT_FIRST_PERSON;
}

/* An author: who recorded, and root's login. */
static bool is_author(const char *name)
{
	return strcmp(name, "author") == 0 || strcmp(name, "opened_by") == 0;
}

/* "uid 1001" stands for a name that is not known. */
static int add_uid(struct names *names, const json_t *uid)
{
	char name[32];

	if (!is_person(uid))
		return 0;
	snprintf(name, sizeof(name), "uid %lld", (long long)json_integer_value(uid));
	return names_add(names, name);
}

static int collect_author(struct names *names, const json_t *author)
{
	const json_t *uid = json_object_get(author, "uid"),
		     *login = json_object_get(author, "login");
	const char *name = json_string_value(json_object_get(author, "name"));
	int r = 0;

	if (is_person(uid))
		r = name ? names_add(names, name) : add_uid(names, uid);
	if (r == 0 && !json_object_get(author, "login_name"))
		r = add_uid(names, login);
	return r;
}

static int collect_member(struct veil *veil, const char *name, const json_t *value)
{
	const char *text = json_string_value(value);

	if (is_author(name) && json_is_object(value))
		return collect_author(&veil->hide.people, value);
	if (text && IS_ONE_OF(name, person_members))
		return names_add(&veil->hide.people, text);
	if (text && strcmp(name, "host") == 0 && strcmp(text, "localhost") != 0)
		return names_add(&veil->hide.hosts, text);
	return 0;
}

static int add_inner(json_t *todo, json_t *value)
{
	bool holds = json_is_object(value) || json_is_array(value);

	return holds && json_array_append(todo, value) ? -ENOMEM : 0;
}

/* An array of what is in `root`, itself first, and grows while it is read: there is no recursion. */
static int collect(struct veil *veil, json_t *root)
{
	drop(json_decref) json_t *todo = json_pack("[O]", root);
	const char *name;
	json_t *value;
	size_t index;
	int r = todo ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < json_array_size(todo); i++) {
		json_t *object = json_array_get(todo, i);

		json_object_foreach (object, name, value) {
			r = r ? r : collect_member(veil, name, value);
			r = r ? r : add_inner(todo, value);
		}
		json_array_foreach (object, index, value)
			r = r ? r : add_inner(todo, value);
	}
	return r;
}

/* One whose name is not known gets one. */
static int name_author(struct veil *veil, json_t *author, const char *uid_name, const char *name)
{
	const json_t *uid = json_object_get(author, uid_name);
	char text[32], pseudonym[HIDE_PSEUDONYM];

	if (!is_person(uid))
		return 0;
	snprintf(text, sizeof(text), "uid %lld", (long long)json_integer_value(uid));
	if (!json_object_get(author, name) &&
	    json_object_set_new(author, name,
				json_string(hide_pseudonym(names_owner(&veil->hide.people, text),
							   pseudonym))) != 0)
		return -ENOMEM;
	return json_object_set_new(author, uid_name, json_integer(VEIL_NOBODY)) ? -ENOMEM : 0;
}

static int hide_author(struct veil *veil, json_t *author)
{
	int r = veil->wish.pseudonyms ? name_author(veil, author, "uid", "name") : 0;

	if (r == 0 && veil->wish.pseudonyms)
		r = name_author(veil, author, "login", "login_name");
	return r;
}

static int hide_value(struct veil *veil, json_t *value, json_t *todo, bool counted)
{
	if (json_is_object(value) || json_is_array(value))
		return add_inner(todo, value);
	if (!json_is_string(value) || is_id(value))
		return 0;
	return hide_string(&veil->hide, value, counted);
}

/* In all of `root`; `counted`: what is hidden is counted. */
static int hide_all(struct veil *veil, json_t *root, bool counted)
{
	drop(json_decref) json_t *todo = json_pack("[O]", root);
	const char *name;
	json_t *value;
	size_t index;
	int r = todo ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < json_array_size(todo); i++) {
		json_t *object = json_array_get(todo, i);

		json_object_foreach (object, name, value) {
			if (r == 0 && is_author(name) && json_is_object(value))
				r = hide_author(veil, value);
			if (r == 0 && strcmp(name, "milestones") != 0 && !IS_ONE_OF(name, ours))
				r = hide_value(veil, value, todo, counted);
		}
		json_array_foreach (object, index, value)
			r = r ? r : hide_value(veil, value, todo, counted);
	}
	return r;
}

/* Of what people will see as it stands, each thing counts once. */
static bool is_counted(const json_t *event)
{
	const char *kind = json_string_value(json_object_get(event, "kind"));
	enum kind known = kind ? kind_of(kind) : KIND_COUNT;

	return known != KIND_COUNT && !kind_is_correction(known) &&
	       !json_is_true(json_object_get(event, "retracted"));
}

static int hide_entry(struct veil *veil, json_t *entry)
{
	json_t *event = json_object_get(entry, "event");
	json_t *effective = json_object_get(entry, "effective");
	bool corrected = json_is_object(effective);
	int r = event ? hide_all(veil, event, !corrected && is_counted(event)) : 0;

	if (r == 0 && corrected)
		r = hide_all(veil, effective, is_counted(effective));
	for (size_t i = 0; i < sizeof(proofs) / sizeof(proofs[0]); i++)
		json_object_del(entry, proofs[i]);
	return r;
}

static int collect_names(struct veil *veil, json_t *incident, json_t *entries)
{
	int r = collect(veil, entries);

	if (r == 0 && incident)
		r = collect(veil, incident);
	if (r == 0 && veil->wish.pseudonyms)
		r = names_compile(&veil->hide.people);
	if (r == 0 && veil->wish.redact)
		r = names_compile(&veil->hide.hosts);
	return r;
}

int veil_apply(struct veil *veil, json_t *incident, json_t *entries)
{
	int r = collect_names(veil, incident, entries);
	json_t *entry;
	size_t index;

	if (r == 0 && incident)
		r = hide_all(veil, incident, false);
	json_array_foreach (entries, index, entry)
		r = r ? r : hide_entry(veil, entry);
	return r;
}

struct veil_wish veil_wish(const struct arguments *arguments)
{
	struct veil_wish wish = {
		.pseudonyms = argument_option(arguments, "pseudonyms", 0),
		.redact = argument_option(arguments, "redact", 0),
		.rules = argument_option(arguments, "redact-rules", 0),
	};

	wish.redact = wish.redact || wish.rules;
	return wish;
}

/* A rule that cannot be kept is no warning: what it was to hide would be shown. */
static int add_settings(struct rules *rules, const struct settings *settings,
			char message[RULE_MESSAGE])
{
	char what[PATTERN_MESSAGE];
	int r = 0;

	if (settings->faulty) {
		snprintf(message, RULE_MESSAGE,
			 "a file of settings is not read, and may say more to hide: "
			 "incident config check");
		return 1;
	}
	for (size_t i = 0; i < settings->count && r == 0; i++) {
		const struct setting_item *item = &settings->items[i];

		if (item->group != SETTING_REDACT)
			continue;
		r = rules_add(rules, item->name, item->fields[0], what);
		if (r > 0)
			snprintf(message, RULE_MESSAGE, "%.400s: redact: %s", item->origin, what);
	}
	return r;
}

static int read_rules(struct session *session, struct veil *veil)
{
	char message[RULE_MESSAGE];
	int r = rules_add_table(&veil->hide.rules);

	if (r == 0)
		r = add_settings(&veil->hide.rules, &session->settings, message);
	if (r == 0 && veil->wish.rules)
		r = rules_add_file(&veil->hide.rules, veil->wish.rules, message);
	if (r > 0)
		return say_usage(session, "%s", message);
	return r ? EXIT_FAILED : EXIT_OK;
}

int veil_open(struct session *session, const struct veil_wish *wish)
{
	drop(veil_close) struct veil *veil = NULL;
	int code;

	if (!wish->pseudonyms && !wish->redact)
		return EXIT_OK;
	veil = calloc(1, sizeof(*veil));
	if (!veil)
		return EXIT_FAILED;
	veil->wish = *wish;
	veil->hide.redact = wish->redact;
	code = wish->redact ? read_rules(session, veil) : EXIT_OK;
	if (code != EXIT_OK)
		return code;
	veil_close(session->veil);
	session->veil = steal(&veil);
	return EXIT_OK;
}

const struct veil_wish *veil_made_for(const struct veil *veil)
{
	return veil ? &veil->wish : NULL;
}

void veil_footer(struct buffer *out, const struct veil *veil)
{
	size_t people = veil ? veil->hide.people.owners : 0;

	if (veil && veil->wish.pseudonyms)
		buffer_printf(out, "Pseudonyms stand for %zu %s.", people,
			      people == 1 ? "person" : "people");
	if (!veil || !veil->wish.redact)
		return;
	buffer_add_text(out, veil->wish.pseudonyms ? " " : "");
	hide_footer(out, &veil->hide);
}

json_t *veil_json(const struct veil *veil)
{
	json_t *object = veil ? json_object() : NULL;

	if (veil && veil->wish.pseudonyms)
		json_object_set_new(object, "people",
				    json_integer((json_int_t)veil->hide.people.owners));
	if (veil && veil->wish.redact)
		json_object_set_new(object, "redacted", hide_json(&veil->hide));
	return object;
}

void veil_close(struct veil *veil)
{
	if (!veil)
		return;
	hide_free(&veil->hide);
	free(veil);
}
