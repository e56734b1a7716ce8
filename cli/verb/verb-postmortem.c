/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <errno.h>
#include <string.h>

#include "cli/report/postmortem.h"
#include "cli/say.h"
#include "cli/view/look.h"
#include "lib/drop.h"

/*
 * incident postmortem [REF] [FILE]: the document to standard output, or into a new file. A file that is
 * there is somebody's work.
 */
struct place {
	const char *incident, *file; /* or NULL */
};

/* A ref has neither a dot nor a slash in it; "-" is standard output. */
static bool is_file(const char *word)
{
	return strpbrk(word, "./");
}

static struct place place_of(const struct session *session, const struct arguments *arguments)
{
	struct place place = { .incident = session->incident };
	size_t next = 0;

	if (next < arguments->count && !is_file(arguments->words[next]) &&
	    strcmp(arguments->words[next], "-") != 0)
		place.incident = arguments->words[next++];
	if (next < arguments->count && strcmp(arguments->words[next], "-") != 0)
		place.file = arguments->words[next];
	return place;
}

static int refuse(const struct session *session, const char *file, const char *ref)
{
	say_error(session, "%s is there already, and was left as it is", file);
	say_reason(session, "a document that people may have written in is never replaced");
	say_try(session, "incident postmortem %s new-%s", ref,
		strrchr(file, '/') ? strrchr(file, '/') + 1 : file);
	return EXIT_CONFLICT;
}

static int create(struct session *session, const char *file, const char *ref,
		  const struct buffer *document)
{
	int answer = postmortem_create(file, document);

	if (answer == EEXIST)
		return refuse(session, file, ref);
	if (answer < 0) {
		say_error(session, "%s could not be written", file);
		say_reason(session, "%s", strerror(-answer));
		return EXIT_FAILED;
	}
	if (session->quiet || session->silent)
		return EXIT_OK;
	screen_print(&session->out, PAINT_PLAIN, "wrote ");
	screen_text(&session->out, PAINT_PLAIN, file, 0);
	screen_print(&session->out, PAINT_PLAIN, "  [");
	screen_text(&session->out, PAINT_REF, ref, 0);
	screen_print(&session->out, PAINT_PLAIN, "]\n");
	say_hint(session, "what only people know is in <angle brackets>");
	return EXIT_OK;
}

int verb_postmortem(struct session *session, const struct command *command,
		    const struct arguments *arguments)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	drop(buffer_free) struct buffer document = { 0 };
	struct place place = place_of(session, arguments);
	int code = timeline_load(session, place.incident, &timeline);

	(void)command;
	if (code != EXIT_OK)
		return code;
	postmortem_write(&document, "standard", template_standard, timeline, session->now);
	if (document.failed)
		return EXIT_FAILED;
	if (place.file)
		return create(session, place.file, timeline_text(timeline, "ref"), &document);
	fwrite(document.data, 1, document.size, session->out.stream);
	return EXIT_OK;
}
