/* SPDX-License-Identifier: MIT */
/*
 * Three files of lines: as it was, as it was made, as the log would have it now. All three are read by
 * the same reader, so what nobody touched is equal, however it is written; only drafts are compared.
 */
#include "cli/bulk/bulk-change.h"

#include <string.h>

#include "cli/bulk/bulk-format.h"
#include "cli/record/record.h"
#include "cli/say.h"
#include "lib/kind.h"

struct edit {
	struct session *session;
	const struct bulk_change *change;
	struct bulk_sheet *base, *edited, *now;
	struct buffer log; /* the lines of now */
	struct bulk_batch *batch;
	size_t conflicts, faults;
};

static void edit_clearp(struct edit *edit)
{
	bulk_sheet_free(edit->base);
	bulk_sheet_free(edit->edited);
	bulk_sheet_free(edit->now);
	buffer_free(&edit->log);
}

json_t *bulk_change_handles(const char *base)
{
	json_t *handles = json_object();

	for (const char *line = base; line;
	     line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		size_t size = strcspn(line, " \n");

		if (size && line[size] == ' ' && *line != '#' && strncmp(line, "date ", 5) != 0)
			json_object_setn_new(handles, line, size, json_true());
	}
	return handles;
}

static struct bulk_sheet *read_lines(struct edit *edit, const char *text, const json_t *handles)
{
	const struct bulk_rule rule = { .now = edit->session->now, .handles = handles };
	struct bulk_sheet *sheet = bulk_sheet_read(text, &rule);

	when_use_zone(edit->session->zone);
	return sheet;
}

static bool read_all(struct edit *edit)
{
	drop(json_decref) json_t *known = bulk_change_handles(edit->change->base);
	drop(json_decref) json_t *handles = NULL;

	bulk_format(&edit->log, edit->change->timeline);
	when_use_zone(edit->session->zone);
	if (edit->log.failed)
		return false;
	const char *log = edit->log.data ? edit->log.data : "";
	handles = bulk_change_handles(log);
	edit->base = read_lines(edit, edit->change->base, known);
	edit->edited = read_lines(edit, edit->change->edited, known);
	edit->now = read_lines(edit, log, handles);
	return edit->base && edit->edited && edit->now;
}

static const struct bulk_entry *find(const struct bulk_sheet *sheet, const char *handle)
{
	for (size_t i = 0; handle && i < sheet->count; i++)
		if (sheet->entries[i].handle && strcmp(sheet->entries[i].handle, handle) == 0)
			return &sheet->entries[i];
	return NULL;
}

/* What the handle meant when the file was written: a younger entry with the same end was not there. */
static const struct entry *entry_of(const struct edit *edit, const char *handle)
{
	const struct timeline *timeline = edit->change->timeline;
	const struct entry *found = NULL;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (id_has_tail(&entry->event.id, handle) && (!found || entry->pos < found->pos))
			found = entry;
	}
	return found;
}

/* What stands there now; NULL: it was retracted, or moved away. */
static const struct bulk_entry *now_of(const struct edit *edit, const char *handle)
{
	const struct entry *entry = entry_of(edit, handle);

	return entry && bulk_format_shows(entry) ? find(edit->now, entry->handle) : NULL;
}

static bool is_same(const struct bulk_entry *a, const struct bulk_entry *b)
{
	return json_equal(a->draft, b->draft);
}

static void show_line(const struct edit *edit, const char *what, const char *text,
		      const struct bulk_entry *entry)
{
	for (size_t line = 1; entry && text && line < entry->line; line++)
		text = strchr(text, '\n') ? strchr(text, '\n') + 1 : NULL;
	drop(free) char *shown = entry && text ? strndup(text, strcspn(text, "\n")) : NULL;

	say_warning(edit->session, "  %s  %s", what, shown ? shown : "(nothing)");
}

static void say_conflict(struct edit *edit, const struct bulk_entry *base,
			 const struct bulk_entry *edited, const struct bulk_entry *now)
{
	say_error(edit->session, "%s was %s by somebody else since the file was written",
		  base->handle, now ? "corrected" : "taken away");
	show_line(edit, "was ", edit->change->base, base);
	show_line(edit, "now ", edit->log.data, now);
	show_line(edit, "file", edit->change->edited, edited);
	edit->conflicts++;
}

/* The draft of a correction, whose own time is now. */
static json_t *draft_about(const struct edit *edit, enum kind kind, const char *handle)
{
	const struct entry *entry = entry_of(edit, handle);
	json_t *draft = record_draft(edit->session, kind);
	char id[ID_TEXT_SIZE];

	if (!draft || !entry)
		return draft;
	json_object_del(draft, "incident");
	json_object_set_new(draft, "which", json_string(id_format(&entry->event.id, id)));
	return draft;
}

/* What differs between two objects; what is gone is null. */
static void put_differences(json_t *new, const json_t *before, const json_t *after)
{
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)after, name, value)
		if (!json_equal(json_object_get(before, name), value))
			json_object_set(new, name, value);
	json_object_foreach ((json_t *)before, name, value)
		if (!json_object_get(after, name))
			json_object_set_new(new, name, json_null());
}

static enum kind kind_in(const json_t *draft)
{
	return kind_of(json_string_value(json_object_get(draft, "kind")));
}

/* Fields that the kind does not have are not there to be taken away. */
static void forget_others(json_t *new, const json_t *data, enum kind kind)
{
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)data, name, value)
		if (json_is_null(json_object_get(new, name)) && !kind_field(kind, name))
			json_object_del(new, name);
}

/* The new values of an amendment. */
static json_t *new_values(const json_t *before, const json_t *after)
{
	const json_t *fields_before = json_object_get(before, "data");
	const json_t *fields_after = json_object_get(after, "data");
	json_t *new = json_object();

	put_differences(new, before, after);
	json_object_del(new, "data");
	if (json_is_null(json_object_get(new, "about")))
		json_object_set_new(new, "about", json_false());
	put_differences(new, fields_before, fields_after);
	forget_others(new, fields_before, kind_in(after));
	return new;
}

static int add(struct edit *edit, json_t *draft, size_t line)
{
	return bulk_record_add(edit->session, edit->batch, draft, line);
}

static int retract(struct edit *edit, const struct bulk_entry *base, size_t line)
{
	return add(edit, draft_about(edit, KIND_RETRACTED, base->handle), line);
}

/* Whom an entry is about cannot be amended: such a one is taken back and written anew. */
static bool is_other(const json_t *before, const json_t *after)
{
	bool about = kinds[kind_in(before)].incident == KIND_TARGET ||
		     kinds[kind_in(after)].incident == KIND_TARGET;

	const json_t *was = json_object_get(before, "which"), *is = json_object_get(after, "which");

	return ((was || is) && !json_equal(was, is)) ||
	       (about && kind_in(before) != kind_in(after));
}

static int add_new(struct edit *edit, const struct bulk_entry *entry)
{
	json_t *draft = record_draft(edit->session, kind_in(entry->draft));

	if (draft)
		json_object_update(draft, entry->draft);
	return add(edit, draft, entry->line);
}

static int change_entry(struct edit *edit, const struct bulk_entry *base,
			const struct bulk_entry *edited)
{
	if (is_other(base->draft, edited->draft)) {
		int code = retract(edit, base, edited->line);

		return code ? code : add_new(edit, edited);
	}
	json_t *draft = draft_about(edit, KIND_AMENDED, base->handle);
	if (draft) {
		json_object_del(draft, "actor");
		json_object_del(draft, "tags");
		json_object_set_new(
			draft, "data",
			json_pack("{s:o}", "new", new_values(base->draft, edited->draft)));
	}
	return add(edit, draft, edited->line);
}

/* What is not understood would become a note: here that is a mistake. */
static void check_fault(struct edit *edit, const struct bulk_entry *entry)
{
	for (size_t i = 0; i < edit->edited->remark_count; i++) {
		const struct bulk_remark *remark = &edit->edited->remarks[i];

		if (!remark->fault || remark->line != entry->line)
			continue;
		say_error(edit->session, "line %zu: %s", remark->line,
			  remark->text ? remark->text : "it is not understood");
		edit->faults++;
	}
}

static int read_one(struct edit *edit, const struct bulk_entry *edited)
{
	const struct bulk_entry *base = find(edit->base, edited->handle);

	if (base && is_same(base, edited))
		return EXIT_OK;
	check_fault(edit, edited);
	if (!base)
		return add_new(edit, edited);
	if (find(edit->edited, edited->handle) != edited) {
		say_error(edit->session, "line %zu: %s stands there twice", edited->line,
			  edited->handle);
		edit->faults++;
		return EXIT_OK;
	}
	const struct bulk_entry *now = now_of(edit, edited->handle);
	if (now && is_same(now, edited))
		return EXIT_OK;
	if (now && is_same(now, base))
		return change_entry(edit, base, edited);
	say_conflict(edit, base, edited, now);
	return EXIT_OK;
}

static int read_removed(struct edit *edit, const struct bulk_entry *base)
{
	const struct bulk_entry *now = now_of(edit, base->handle);

	if (find(edit->edited, base->handle) || !now)
		return EXIT_OK;
	if (is_same(now, base))
		return retract(edit, base, 0);
	say_conflict(edit, base, NULL, now);
	return EXIT_OK;
}

static int read_changes(struct edit *edit)
{
	int code = EXIT_OK;

	for (size_t i = 0; i < edit->edited->count && !code; i++)
		code = read_one(edit, &edit->edited->entries[i]);
	for (size_t i = 0; i < edit->base->count && !code; i++)
		code = read_removed(edit, &edit->base->entries[i]);
	if (code)
		return code;
	if (edit->conflicts)
		say_try(edit->session, "nothing was recorded: give these lines the text they have "
				       "now, or begin anew: incident edit");
	return edit->conflicts ? EXIT_CONFLICT : edit->faults ? EXIT_USAGE : EXIT_OK;
}

int bulk_change_read(struct session *session, const struct bulk_change *change,
		     struct bulk_batch *batch)
{
	drop(edit_clear) struct edit edit = { .session = session,
					      .change = change,
					      .batch = batch };

	if (!read_all(&edit))
		return EXIT_FAILED;
	if (!edit.edited->count && edit.base->count) {
		say_error(session, "no entry is left in the file: nothing was recorded");
		return EXIT_USAGE;
	}
	return read_changes(&edit);
}
