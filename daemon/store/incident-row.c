/* SPDX-License-Identifier: MIT */
/* The columns stand in the order of struct summary; load and save are the only places that know it. */
#include "daemon/store/incident-row.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/stamp.h"

static enum state state_of(const char *name)
{
	enum state state = 0;

	while (state < STATE_COUNT && strcmp(state_names[state], name) != 0)
		state++;
	return state;
}

static void copy(char *to, size_t size, const char *from)
{
	to[0] = '\0';
	if (from)
		strncat(to, from, size - 1);
}

static int load_columns(sqlite3_stmt *row, struct summary *s)
{
	int at = 0;

	s->root = query_id(row, at++);
	s->merged_into = query_id(row, at++);
	s->opened_pos = query_integer(row, at++);
	s->opened_at = query_integer(row, at++);
	copy(s->ref, sizeof(s->ref), query_text(row, at++));
	s->title = strdup(query_text(row, at++));
	s->title_pos = query_integer(row, at++);
	s->severity = sqlite3_column_int(row, at++);
	s->severity_at = query_integer(row, at++);
	s->severity_pos = sqlite3_column_int64(row, at++);
	s->state = state_of(query_text(row, at++));
	copy(s->reason, sizeof(s->reason), query_text(row, at++));
	s->entries = query_integer(row, at++);
	s->corrected = query_integer(row, at++);
	s->retracted = query_integer(row, at++);
	s->impacts = query_integer(row, at++);
	s->impacts_open = query_integer(row, at++);
	s->impact_until = query_integer(row, at++);
	s->reopened_at = query_integer(row, at++);
	s->mitigated_at = query_integer(row, at++);
	s->resolved_at = query_integer(row, at++);
	s->closed_at = query_integer(row, at++);
	s->closed_pos = sqlite3_column_int64(row, at++);
	s->resolved_recorded_at = query_integer(row, at++);
	s->person_recorded_at = query_integer(row, at++);
	s->last_recorded_at = query_integer(row, at++);
	s->shared = query_integer(row, at++);
	s->title_at = query_integer(row, at++);
	s->day = query_integer(row, at++);
	return s->title ? 0 : -ENOMEM;
}

static int load_marks(struct store *store, struct summary *summary)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_MILESTONE_LIST, "d", &summary->id);

	while (r == 0 && (r = query_next(store, row)) == 0) {
		int64_t number = query_integer(row, 0);

		if (number < 0 || number >= MILESTONE_COUNT)
			continue;
		summary->marks[number] = (struct mark){
			.rank = (int)query_integer(row, 1),
			.at = query_integer(row, 2),
			.about = query_integer(row, 3),
			.pos = query_integer(row, 4),
		};
	}
	return r < 0 ? r : 0;
}

int incident_row_load(struct store *store, struct summary *summary)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_INCIDENT_GET, "d", &summary->id);

	if (r || (r = load_columns(row, summary)) < 0)
		return r;
	return load_marks(store, summary);
}

static int save_marks(struct store *store, const struct summary *summary)
{
	int r = query_run(store, QUERY_MILESTONE_CLEAR, "d", &summary->id);

	for (int i = 0; i < MILESTONE_COUNT && r == 0; i++) {
		const struct mark *mark = &summary->marks[i];

		if (mark->rank)
			r = query_run(store, QUERY_MILESTONE_ADD, "diiiii", &summary->id,
				      (int64_t)i, (int64_t)mark->rank, mark->at,
				      (int64_t)mark->about, mark->pos);
	}
	return r;
}

/* 0 means nobody said; so does NULL. */
static int64_t or_never(int64_t value)
{
	return value ? value : EVENT_NEVER;
}

/* An index has it, which is written only when the day is another. */
static int save_day(struct store *store, struct summary *summary)
{
	int64_t day = summary->person_recorded_at / STAMP_DAY;

	if (day == summary->day)
		return 0;
	summary->day = day;
	return query_run(store, QUERY_INCIDENT_SET_DAY, "di", &summary->id, day);
}

int incident_row_save(struct store *store, struct summary *s)
{
	int r = query_run(store, QUERY_INCIDENT_SAVE, "ddItiIIIttiiiiiIIIIIIIiiii", &s->id,
			  &s->merged_into, s->opened_at, s->title ? s->title : "", s->title_pos,
			  or_never(s->severity), s->severity_at, or_never(s->severity_pos),
			  state_names[s->state], s->reason[0] ? s->reason : NULL, s->entries,
			  s->corrected, s->retracted, s->impacts, s->impacts_open, s->impact_until,
			  s->reopened_at, s->mitigated_at, s->resolved_at, s->closed_at,
			  or_never(s->closed_pos), s->resolved_recorded_at, s->person_recorded_at,
			  s->last_recorded_at, (int64_t)s->shared, s->title_at);

	r = r < 0 ? r : save_day(store, s);
	return r < 0 || !s->marked ? r : save_marks(store, s);
}

int incident_row_add(struct store *store, struct summary *summary)
{
	int r = query_run(store, QUERY_INCIDENT_ADD, "dit", &summary->id, summary->opened_pos,
			  summary->ref);

	return r < 0 ? r : incident_row_save(store, summary);
}

int incident_task_fold(struct store *store, const struct id *incident, const struct event *event,
		       int64_t pos)
{
	if (event->retracted || event->kind != KIND_TASK || json_object_get(event->data, "done"))
		return 0;
	return query_run(store, QUERY_TASK_ADD, "idt", pos, incident, event_text(event, "due"));
}

int incident_task_drop(struct store *store, const struct event *event, int64_t pos)
{
	return event->kind == KIND_TASK ? query_run(store, QUERY_TASK_DROP, "i", pos) : 0;
}

int incident_members(struct store *store, const struct id *root, struct id **ids)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	drop(free) struct id *members = NULL;
	int count = 0, r = query_start(store, &row, QUERY_INCIDENT_MEMBERS, "d", root);

	while (r == 0 && (r = query_next(store, row)) == 0) {
		struct id *more = realloc(members, (size_t)(count + 1) * sizeof(*members));

		if (!more)
			return -ENOMEM;
		members = more;
		members[count++] = query_id(row, 0);
	}
	*ids = steal(&members);
	return r < 0 ? r : count;
}

int incident_first(struct store *store, struct summary *root, int64_t *first)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = root->first ? 0 : query_one(store, &row, QUERY_INCIDENT_FIRST, "d", &root->id);

	/* NULL: it is a part of another one, as one that is just being merged is. */
	if (row && r == 0 && sqlite3_column_type(row, 0) != SQLITE_NULL)
		root->first = query_integer(row, 0);
	*first = root->first ? root->first : 1;
	return r < 0 ? r : 0;
}

int incident_tasks(struct store *store, const struct id *root, const char *today, int64_t *open,
		   int64_t *overdue)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_TASK_OPEN, "d", root);

	*open = *overdue = 0;
	while (r == 0 && (r = query_next(store, row)) == 0) {
		const char *due = query_text(row, 1);

		(*open)++;
		*overdue += due && strcmp(due, today) < 0;
	}
	return r < 0 ? r : 0;
}
