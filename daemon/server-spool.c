/* SPDX-License-Identifier: MIT */
/*
 * A pass over the directory is worked off in rounds: the storage thread reads some files, the loop queues a
 * record for each, and when all have their answer the storage thread removes what was recorded. A disk
 * that hangs holds up that thread, which it does anyway, and never the loop. A pass in which nothing went is
 * followed by a rest, whatever is left.
 *
 * A draft that names what is no longer there is not lost: it becomes a note that says what it was, in
 * the incident where a note would go.
 */
#include "daemon/server-spool.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "daemon/name.h"
#include "daemon/storage.h"
#include "daemon/store/record.h"
#include "daemon/store/store.h"
#include "lib/drop.h"
#include "lib/log.h"
#include "lib/spooled.h"

enum { files_most = 32, again_after = 5000 };

enum outcome { WAITING, RECORDED, KEPT, REFUSED };

struct intake_file {
	struct record record;
	struct spool_file file;
	struct intake *intake;
	enum outcome outcome;
	bool as_notes; /* its second try */
};

static void begin(struct intake *intake);
static void on_again(uv_timer_t *timer);

static void forget(struct intake *intake)
{
	for (ssize_t i = 0; i < intake->count; i++) {
		record_free(&intake->files[i].record);
		spool_file_free(&intake->files[i].file);
	}
	free(steal(&intake->files));
	intake->count = 0;
}

static void rest(struct intake *intake)
{
	uv_timer_start(&intake->again, on_again, again_after, 0);
}

static void end_pass(struct intake *intake)
{
	if (!intake->left)
		spool_forget_told(&intake->spool);
	if (intake->moved || (intake->changed && !intake->left))
		begin(intake);
	else if (intake->left)
		rest(intake);
}

/* A round is over. What the log did not take is not tried again at once, and then from the first. */
static void finish(struct intake *intake)
{
	forget(intake);
	intake->busy = false;
	if (intake->closing || intake->kept)
		spool_list_drop(&intake->list);
	if (intake->closing)
		return;
	if (intake->kept)
		rest(intake);
	else if (spool_list_is_over(&intake->list))
		end_pass(intake);
	else
		begin(intake);
}

/* The last step of a round. */

static void note(struct intake *intake, int fate)
{
	intake->moved |= fate != SPOOL_LEFT;
	intake->left |= fate == SPOOL_LEFT;
}

static void run_remove(struct job *job, struct store *store)
{
	struct intake *intake = (struct intake *)((char *)job - offsetof(struct intake, job));

	(void)store;
	for (ssize_t i = 0; i < intake->count; i++) {
		const struct intake_file *file = &intake->files[i];

		if (file->outcome == RECORDED)
			note(intake, spool_remove(&intake->spool, file->file.name));
		else if (file->outcome == REFUSED)
			note(intake, spool_set_aside(&intake->spool, file->file.name,
						     file->record.answer.error));
	}
	spool_sync(&intake->spool);
}

static void on_removed(struct job *job)
{
	struct intake *intake = (struct intake *)((char *)job - offsetof(struct intake, job));

	finish(intake);
}

static void end_round(struct intake *intake)
{
	if (intake->closing) {
		finish(intake);
		return;
	}
	intake->job = (struct job){ .run = run_remove, .done = on_removed };
	storage_submit(intake->options.storage, &intake->job);
}

/* What became of a file. */

static void record(struct intake_file *file);

/* False: there is no memory. */
static bool try_as_notes(struct intake_file *file)
{
	json_t *notes = spooled_as_notes(file->file.drafts);

	log_warning("spool: %s: %s; it is recorded as a note", file->file.name,
		    file->record.answer.error);
	if (!notes)
		return false;
	record_free(&file->record);
	json_decref(file->file.drafts);
	file->file.drafts = notes;
	file->as_notes = true;
	record(file);
	return true;
}

static bool names_nothing(const struct intake_file *file)
{
	const char *error = file->record.answer.error;

	return error && spooled_fate(error) == SPOOLED_NOTES && !file->as_notes;
}

static enum outcome outcome_of(const struct intake_file *file)
{
	const char *error = file->record.answer.error;

	if (!error)
		return RECORDED;
	return names_nothing(file) || spooled_fate(error) == SPOOLED_LATER ? KEPT : REFUSED;
}

static void settle(struct intake_file *file)
{
	struct intake *intake = file->intake;

	if (names_nothing(file) && !intake->closing && try_as_notes(file))
		return;
	file->outcome = outcome_of(file);
	intake->kept |= file->outcome == KEPT;
	if (--intake->waiting == 0)
		end_round(intake);
}

static void on_recorded(struct job *job)
{
	settle((struct intake_file *)((char *)job - offsetof(struct record, job) -
				      offsetof(struct intake_file, record)));
}

static void record(struct intake_file *file)
{
	struct intake *intake = file->intake;

	file->record.author =
		(struct author){ .uid = file->file.owner,
				 .name = names_get(intake->options.names, file->file.owner),
				 .login = EVENT_NOBODY };
	file->record.request = file->file.drafts;
	file->record.job.done = on_recorded;
	if (record_read(&file->record, file->file.drafts) != 0) {
		settle(file);
		return;
	}
	record_date(&file->record, file->file.made_at);
	storage_record(intake->options.storage, &file->record);
}

/* The first step of a round. */

/* What is neither taken nor set aside has no place among them. */
static ssize_t take(struct intake *intake, struct spool_file *files, const struct turn *turn)
{
	ssize_t count = 0;
	const char *name;

	while (count < files_most && (name = spool_list_next(&intake->list))) {
		int r = spool_take(&intake->spool, name, &files[count]);

		if (r == 0)
			count++;
		else
			note(intake, r);
		if (turn_is_over(turn))
			break;
	}
	return count;
}

static void keep_files(struct intake *intake, struct spool_file *files)
{
	intake->files = calloc((size_t)intake->count, sizeof(*intake->files));
	intake->left |= !intake->files;
	for (ssize_t i = 0; i < intake->count; i++)
		if (intake->files)
			intake->files[i].file = files[i];
		else
			spool_file_free(&files[i]);
	if (!intake->files)
		intake->count = 0;
}

static void run_read(struct job *job, struct store *store)
{
	struct intake *intake = (struct intake *)((char *)job - offsetof(struct intake, job));
	struct spool_file files[files_most];
	int r;

	do
		r = spool_list_read(&intake->list, intake->spool.directory);
	while (r == SPOOL_MORE && !turn_is_over(&store->turn));
	if (r != 0)
		return;
	intake->count = take(intake, files, &store->turn);
	if (intake->count > 0)
		keep_files(intake, files);
}

static void on_read(struct job *job)
{
	struct intake *intake = (struct intake *)((char *)job - offsetof(struct intake, job));

	intake->waiting = intake->count;
	intake->kept = false;
	if (intake->list.ready || !intake->list.stream)
		intake->seen = intake->list.seen;
	if (!intake->waiting || intake->closing) {
		finish(intake);
		return;
	}
	/* One more, so that the round ends after the last is queued, not before. */
	intake->waiting++;
	for (ssize_t i = 0; i < intake->count; i++) {
		intake->files[i].intake = intake;
		record(&intake->files[i]);
	}
	if (--intake->waiting == 0)
		end_round(intake);
}

static void begin(struct intake *intake)
{
	intake->changed |= intake->busy;
	if (intake->busy || intake->closing)
		return;
	if (spool_list_is_over(&intake->list))
		intake->moved = intake->left = intake->changed = false;
	intake->busy = true;
	intake->job = (struct job){ .run = run_read, .done = on_read };
	storage_submit(intake->options.storage, &intake->job);
}

static void on_again(uv_timer_t *timer)
{
	begin((struct intake *)((char *)timer - offsetof(struct intake, again)));
}

static void on_change(uv_fs_event_t *watch, const char *name, int events, int status)
{
	struct intake *intake = watch->data;

	(void)name;
	(void)events;
	(void)status;
	if (!uv_is_active((uv_handle_t *)&intake->again))
		begin(intake);
}

void intake_open(struct intake *intake, uv_loop_t *loop, const struct intake_options *options)
{
	int r;

	intake->options = *options;
	if (spool_open(&intake->spool, options->directory, options->shared) != 0) {
		log_info("there is no spool at %s", options->directory);
		return;
	}
	intake->open = true;
	uv_timer_init(loop, &intake->again);
	uv_fs_event_init(loop, &intake->watch);
	intake->watch.data = intake;
	r = uv_fs_event_start(&intake->watch, on_change, options->directory, 0);
	if (r < 0)
		fail(r, "spool %s is read at start only", options->directory);
	begin(intake);
}

void intake_close(struct intake *intake)
{
	if (!intake->open || intake->closing)
		return;
	intake->closing = true;
	uv_close((uv_handle_t *)&intake->watch, NULL);
	uv_close((uv_handle_t *)&intake->again, NULL);
	if (!intake->busy)
		spool_list_drop(&intake->list);
}
