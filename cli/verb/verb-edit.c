/* SPDX-License-Identifier: MIT */
/*
 * incident edit: the timeline as lines, an editor, and what was made of them as corrections. The file
 * outlives whatever goes wrong; --resume takes it up where that was.
 */
#include <errno.h>
#include <string.h>

#include "cli/bulk/bulk-change.h"
#include "cli/bulk/bulk-editor.h"
#include "cli/bulk/bulk-format.h"
#include "cli/file.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "cli/view/look.h"
#include "lib/text.h"

/* What the first line of a file says of its incident: behind it stands the id. */
static const char mark[] = "# incident ";

static const char head[] =
	"#\n"
	"# Change a line, and its entry is amended. Delete it, with the indented lines below\n"
	"# it, and it is retracted. A line without a handle is a new entry. A file that was\n"
	"# not changed records nothing. How lines are written: incident help lines\n";

static void put_file(struct buffer *out, const struct timeline *timeline)
{
	drop(free) char *title = text_safe(timeline_text(timeline, "title"), false);

	buffer_printf(out, "%s%s\n# %s  %s\n%s", mark, timeline_text(timeline, "incident"),
		      timeline_text(timeline, "ref"), title ? title : "", head);
	bulk_format(out, timeline);
}

static int read_file(struct session *session, const char *file, const char *end,
		     struct buffer *content)
{
	drop(buffer_free) struct buffer name = { 0 };

	buffer_printf(&name, "%s%s", file, end);
	int answer = name.failed ? -ENOMEM : file_read(name.data, content, NULL);
	if (answer == 0)
		return EXIT_OK;
	say_error(session, "%s: %s", name.data ? name.data : file,
		  answer > 0 ? "it is too large, or no UTF-8 text" : strerror(-answer));
	return EXIT_FAILED;
}

/* The incident's id, from what the file was. */
static char *incident_of(const char *base)
{
	const char *id = base + sizeof(mark) - 1;

	return strncmp(base, mark, sizeof(mark) - 1) == 0 ? strndup(id, strcspn(id, "\n")) : NULL;
}

static int record(struct session *session, const struct command *command,
		  const struct bulk_change *change)
{
	drop(bulk_batch_clear) struct bulk_batch batch = { .drafts = NULL };
	int code = bulk_change_read(session, change, &batch);

	if (!code && !json_array_size(batch.drafts)) {
		say_warning(session, "nothing was changed: nothing is recorded");
		return EXIT_OK;
	}
	code = code ? code : bulk_record_check(session, &batch);
	return code ? code : bulk_record(session, command, &batch);
}

static int take_up(struct session *session, const struct command *command, const char *file)
{
	drop(buffer_free) struct buffer base = { 0 };
	drop(buffer_free) struct buffer edited = { 0 };
	drop(timeline_free) struct timeline *timeline = NULL;
	int code = read_file(session, file, EDITOR_ORIGINAL, &base);

	code = code ? code : read_file(session, file, "", &edited);
	if (code)
		return code;
	drop(free) char *incident = incident_of(base.data ? base.data : "");
	if (!incident)
		return say_usage(session, "%s is no file of incident edit", file);
	session->incident = incident;
	code = timeline_load(session, incident, &timeline);
	const struct bulk_change change = { base.data, edited.data ? edited.data : "", timeline };
	code = code ? code : record(session, command, &change);
	session->incident = NULL;
	return code;
}

static int finish(struct session *session, const struct command *command, const char *file)
{
	int code = take_up(session, command, file);

	if (code)
		bulk_editor_keep(session, file);
	else
		bulk_editor_remove(file);
	return code;
}

static int begin(struct session *session, const char *incident, char **file)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	drop(buffer_free) struct buffer text = { 0 };
	drop(buffer_free) struct buffer name = { 0 };
	int code = timeline_load(session, incident, &timeline);

	if (code)
		return code;
	put_file(&text, timeline);
	when_use_zone(session->zone);
	buffer_printf(&name, "%s.txt", timeline_text(timeline, "ref"));
	if (text.failed || name.failed)
		return EXIT_FAILED;
	return bulk_editor_write(session, name.data, &text, file);
}

int verb_edit(struct session *session, const struct command *command,
	      const struct arguments *arguments)
{
	const char *resumed = argument_option(arguments, "resume", 0);
	drop(free) char *file = NULL;
	int code;

	if (resumed && arguments->count)
		return say_usage(session, "--resume FILE has its incident in it");
	code = resumed ? EXIT_OK : begin(session, look_incident(session, arguments), &file);
	if (code)
		return code;
	if (!resumed)
		code = bulk_editor_run(session, file);
	if (!code)
		return finish(session, command, resumed ? resumed : file);
	bulk_editor_keep(session, file);
	return code;
}
