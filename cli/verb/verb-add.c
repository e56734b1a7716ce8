/* SPDX-License-Identifier: MIT */
/*
 * incident add: a file of lines becomes one Record. What was read from standard input is kept as the
 * text of this run, so that it comes back if it could not be recorded.
 */
#include <errno.h>
#include <string.h>

#include "cli/bulk/bulk-preview.h"
#include "cli/bulk/bulk-record.h"
#include "cli/file.h"
#include "cli/record/moment.h"
#include "cli/say.h"
#include "cli/verb/verb.h"

static int read_file(struct session *session, const char *file, struct buffer *content)
{
	int answer = file_read(file, content, NULL);

	switch (answer) {
	case 0:
		return EXIT_OK;
	case EFBIG:
		say_error(session, "%s: larger than %d MiB", file, FILE_MOST / 1024 / 1024);
		return EXIT_FAILED;
	case EILSEQ:
		say_error(session, "%s: it is no UTF-8 text", file);
		return EXIT_USAGE;
	}
	say_error(session, "%s: %s", file, strerror(-answer));
	return EXIT_FAILED;
}

static void say_remarks(const struct session *session, const struct bulk_sheet *sheet)
{
	for (size_t i = 0; i < sheet->remark_count; i++) {
		const struct bulk_remark *remark = &sheet->remarks[i];

		say_warning(session, "line %zu: %s%s", remark->line,
			    remark->text ? remark->text : "",
			    remark->fault ? ": taken as it stands" : "");
	}
}

/* A title of its own is of now; else times are near to the incident that is meant. */
static int64_t near_to(struct session *session, const char *text)
{
	text += strspn(text, " \t\r\n");
	return *text == '=' || strncmp(text, "date ", 5) == 0 ? 0 : moment_near(session);
}

static int add(struct session *session, const struct command *command, const char *text,
	       bool dry_run)
{
	const struct bulk_rule rule = { .now = session->now, .near = near_to(session, text) };
	drop(bulk_sheet_free) struct bulk_sheet *sheet = bulk_sheet_read(text, &rule);
	drop(bulk_batch_clear) struct bulk_batch batch = { .drafts = NULL };

	when_use_zone(session->zone);
	if (!sheet)
		return EXIT_FAILED;
	say_remarks(session, sheet);
	if (!sheet->count)
		return say_usage(session, "there is no entry in it: incident help lines");
	int code = bulk_record_new(session, sheet, &batch);
	code = code ? code : bulk_record_check(session, &batch);
	if (code)
		return code;
	return dry_run ? bulk_preview(session, &batch) : bulk_record(session, command, &batch);
}

int verb_add(struct session *session, const struct command *command,
	     const struct arguments *arguments)
{
	const char *file = arguments->count ? arguments->words[0] : "-";
	bool dry_run = argument_option(arguments, "dry-run", 0);
	drop(buffer_free) struct buffer content = { 0 };

	if (strcmp(file, "-") == 0 && isatty(STDIN_FILENO))
		say_hint(session, "one entry a line, Ctrl-D ends: incident help lines");
	int code = read_file(session, file, &content);
	if (code)
		return code;
	if (strcmp(file, "-") == 0 && !dry_run && content.size)
		session->text = strndup(content.data, content.size);
	return add(session, command, content.data ? content.data : "", dry_run);
}
