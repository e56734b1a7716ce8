/* SPDX-License-Identifier: MIT */
/* Each kind that needs something of the log has a function in a table; the others pass as they are. */
#include "daemon/store/complete.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/effective.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/which.h"
#include "include/limits.h"
#include "lib/drop.h"

/* The entry that is corrected or answered, as it stands. */
struct target {
	json_t *object;
	struct event event;
	struct id root;
};

static void target_clearp(struct target *target)
{
	json_decref(target->object);
}

void completion_free(struct completion *completion)
{
	choice_free(&completion->choice);
	json_decref(completion->data);
	free(completion->text);
}

static int load_target(struct store *store, struct completion *c, struct target *target)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct summary *summary;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", &c->target);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	c->target_pos = query_integer(row, 0);
	if ((r = query_json(row, query_text(row, 5) ? 5 : 4, &target->object)) < 0)
		return r;
	if (event_read(target->object, &target->event))
		return -EUCLEAN;
	target->root = target->event.incident;
	if (id_is_null(&target->root))
		return 0;
	r = incident_root(store, &target->event.incident, &summary);
	if (r == 0)
		target->root = summary->id;
	return r < 0 ? r : 0;
}

/* Most entries have no data. The value is taken. */
static int set(struct completion *c, const char *name, json_t *value)
{
	if (!c->data)
		c->data = json_object();
	return json_object_set_new(c->data, name, value) < 0 ? -ENOMEM : 0;
}

static int set_id(struct completion *c, const char *name, const struct id *id)
{
	char text[ID_TEXT_SIZE];

	return set(c, name, json_string(id_format(id, text)));
}

static int finish_severity(struct store *store, struct completion *c, const struct target *target,
			   struct answer *answer)
{
	struct summary *summary;
	int r = incident_get(store, &c->event.incident, &summary);

	(void)target;
	(void)answer;
	if (r || !summary->severity)
		return r < 0 ? r : 0;
	return set(c, "from", json_integer(summary->severity));
}

/* The incident that `to` selects, in place of the selector. */
static int finish_to(struct store *store, struct completion *c, struct id *to,
		     struct answer *answer)
{
	const char *selector = json_string_value(json_object_get(c->data, "to"));
	int r = choose_selected(store, selector, to, answer);

	return r ? r : set_id(c, "to", to);
}

static int finish_moved(struct store *store, struct completion *c, const struct target *target,
			struct answer *answer)
{
	struct id to;

	if (target->event.kind == KIND_OPENED || kind_is_correction(target->event.kind))
		return answer_not_applicable(answer, &c->target,
					     "an opening or a correction cannot be moved: "
					     "merge the incidents instead");
	int r = finish_to(store, c, &to, answer);
	if (r)
		return r;
	if (id_equal(&to, &target->root))
		return answer_not_applicable(answer, &c->target, "it is in that incident already");
	return id_is_null(&target->root) ? 0 : set_id(c, "from", &target->root);
}

static int finish_merged(struct store *store, struct completion *c, const struct target *target,
			 struct answer *answer)
{
	struct id to;
	int r = finish_to(store, c, &to, answer);

	(void)target;
	if (r)
		return r;
	if (id_equal(&to, &c->event.incident))
		return answer_not_applicable(answer, &to,
					     "an incident cannot be merged into itself");
	return set_id(c, "from", &c->event.incident);
}

static bool is_data(const char *name)
{
	static const char *const own[] = { "text", "at",    "until",  "about",
					   "kind", "actor", "pinned", "tags" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(own[i], name) == 0)
			return false;
	return true;
}

/* What the fields that change were before; null for what was not there. */
static json_t *old_values(const json_t *new, const struct target *target)
{
	drop(json_decref) json_t *old = json_object();
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)new, name, value) {
		const json_t *where = is_data(name) ? target->event.data : target->object;
		json_t *before = json_object_get(where, name);

		if (json_object_set(old, name, before ? before : json_null()) < 0)
			return NULL;
	}
	return steal(&old);
}

/* What the amendment makes of the entry still has to be one of its kind. */
static int check_amended(const struct target *target, const json_t *new, struct answer *answer)
{
	struct draft_fault fault = { .limit = 0 };
	struct event event;
	int r = effective_amend(target->object, new);

	if (r < 0)
		return r;
	if (event_read(target->object, &event))
		return answer_invalid(answer, "drafts.data.new");
	return draft_check_event(&event, &fault) ? answer_invalid(answer, fault.what) : 0;
}

static int finish_amended(struct store *store, struct completion *c, const struct target *target,
			  struct answer *answer)
{
	const json_t *new = json_object_get(c->data, "new");
	struct draft_fault fault = { .limit = 0 };

	(void)store;
	if (kind_is_correction(target->event.kind))
		return answer_not_applicable(answer, &c->target, "a correction cannot be amended");
	if (target->event.expunged)
		return answer_not_applicable(answer, &c->target, "it was expunged");
	if (target->event.kind == KIND_OPENED && json_object_get(new, "kind"))
		return answer_not_applicable(answer, &c->target, "an opening stays one");
	switch (draft_check_new(new, target->event.kind, &fault)) {
	case DRAFT_INVALID:
		return answer_invalid(answer, fault.what);
	case DRAFT_TOO_LARGE:
		return answer_too_large(answer, fault.what, fault.limit);
	}
	int r = set(c, "old", old_values(new, target));
	return r < 0 ? r : check_amended(target, new, answer);
}

static int finish_retracted(struct store *store, struct completion *c, const struct target *target,
			    struct answer *answer)
{
	(void)store;
	if (target->event.kind == KIND_OPENED)
		return answer_not_applicable(answer, &c->target,
					     "an opening cannot be retracted: close it "
					     "--reason cancelled, or merge it into another");
	if (target->event.kind == KIND_EXPUNGED)
		return answer_not_applicable(answer, &c->target, "what is gone does not come back");
	if (target->event.retracted)
		return answer_not_applicable(answer, &c->target, "it is retracted already");
	return 0;
}

static int finish_task(struct store *store, struct completion *c, const struct target *target,
		       struct answer *answer)
{
	(void)store;
	if (target->event.kind != KIND_TASK)
		return answer_not_applicable(answer, &c->target, "it is no task");
	return 0;
}

static int finish_suspicion(struct store *store, struct completion *c, const struct target *target,
			    struct answer *answer)
{
	(void)store;
	if (kind_is_correction(target->event.kind) || target->event.retracted)
		return answer_not_applicable(answer, &c->target,
					     "it is a correction, or retracted");
	return 0;
}

/* What a state demands of the next one; a time that was given may belong anywhere. */
static int finish_state(struct store *store, struct completion *c, const struct target *target,
			struct answer *answer)
{
	struct summary *summary;
	int r = incident_get(store, &c->event.incident, &summary);

	(void)target;
	if (r || c->event.at_given)
		return r < 0 ? r : 0;
	if (c->event.kind == KIND_REOPENED && summary->state == STATE_OPEN)
		return answer_not_applicable(answer, &summary->id, "it is open: nothing was over");
	if (c->event.kind == KIND_CLOSED && summary->state == STATE_CLOSED)
		return answer_not_applicable(answer, &summary->id, "it is closed already");
	return 0;
}

static int (*const finish[KIND_COUNT])(struct store *store, struct completion *c,
				       const struct target *target, struct answer *answer) = {
	[KIND_CLOSED] = finish_state,        [KIND_REOPENED] = finish_state,
	[KIND_SEVERITY] = finish_severity,   [KIND_MOVED] = finish_moved,
	[KIND_MERGED] = finish_merged,       [KIND_AMENDED] = finish_amended,
	[KIND_RETRACTED] = finish_retracted, [KIND_TASK_DONE] = finish_task,
	[KIND_TASK_DROPPED] = finish_task,   [KIND_RULED_OUT] = finish_suspicion,
	[KIND_CONFIRMED] = finish_suspicion,
};

/* `which` was the beginning of the text. */
static int join_text(struct completion *c, const char *which)
{
	const char *text = c->event.text;

	if (asprintf(&c->text, "%s%s%s", which, text ? " " : "", text ? text : "") < 0) {
		c->text = NULL;
		return -ENOMEM;
	}
	c->event.text = c->text;
	return 0;
}

/* What entries of this kind are mostly about. */
static enum kind mostly_about(enum kind kind)
{
	if (kind == KIND_RULED_OUT || kind == KIND_CONFIRMED)
		return KIND_HYPOTHESIS;
	return kind == KIND_TASK_DONE || kind == KIND_TASK_DROPPED ? KIND_TASK : KIND_COUNT;
}

static int find_target(struct store *store, const struct draft *draft, const struct author *author,
		       struct completion *c, struct answer *answer)
{
	struct which which = {
		.typed = draft->which,
		.author = author,
		.within = draft->incident != NULL,
		.kind = mostly_about(draft->event.kind),
		.corrects = draft->event.kind == KIND_RETRACTED,
	};
	which.only = which.kind == KIND_TASK;
	int r = choose_meant(store, draft->incident, author, &which.incident, answer);

	if (r)
		return r;
	r = which_event(store, &which, draft->maybe, &c->target, answer);
	if (r == WHICH_TEXT)
		r = join_text(c, draft->which);
	return r;
}

static int complete_target(struct store *store, const struct draft *draft,
			   const struct author *author, struct completion *c, struct target *target,
			   struct answer *answer)
{
	int r = find_target(store, draft, author, c, answer);

	if (r || (r = load_target(store, c, target)) < 0)
		return r;
	c->event.incident = target->root;
	c->choice.said = true;
	return set_id(c, "target", &c->target);
}

static int complete_incident(struct store *store, const struct draft *draft,
			     const struct author *author, struct completion *c,
			     struct answer *answer)
{
	if (draft->event.kind == KIND_OPENED) {
		c->event.incident = draft->event.id;
		c->choice.said = true;
		return choose_others(store, &c->choice.others);
	}
	int r = choose_for(store, draft, author, &c->choice, answer);
	c->event.incident = c->choice.incident;
	return r;
}

int complete_draft(struct store *store, const struct draft *draft, const struct author *author,
		   struct completion *c, struct answer *answer)
{
	drop(target_clear) struct target target = { 0 };
	enum kind kind = draft->event.kind;

	c->event = draft->event;
	c->event.author = *author;
	c->data = json_deep_copy(draft->event.data);
	if (draft->event.data && !c->data)
		return -ENOMEM;
	int r = kinds[kind].incident == KIND_TARGET
			? complete_target(store, draft, author, c, &target, answer)
			: complete_incident(store, draft, author, c, answer);
	if (r == 0 && finish[kind])
		r = finish[kind](store, c, &target, answer);
	c->event.data = json_object_size(c->data) ? c->data : NULL;
	return r;
}
