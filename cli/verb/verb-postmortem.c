/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/file.h"
#include "cli/report/difference.h"
#include "cli/report/first-line.h"
#include "cli/report/page.h"
#include "cli/report/postmortem.h"
#include "cli/report/template.h"
#include "cli/say.h"
#include "cli/veil/veil.h"
#include "lib/drop.h"
#include "lib/text.h"
#include "lib/when.h"

/*
 * incident postmortem [REF] [FILE]: the document to standard output, into a new file, or into one that
 * is there and is a document of ours: then it is refreshed, and what its first line says holds. As HTML
 * it goes to standard output or into a new FILE.html; a FILE of Markdown that is there is rendered as it
 * stands, with every word that people wrote, and asks no recorder.
 */
struct request {
	const char *incident, *file; /* or NULL */
	const char *template, *template_text;
	const char *kinds;
	enum document_events events;
	const struct diagram *diagram; /* NULL: not said */
	bool update;                   /* FILE is there, or has to be */
	bool update_said;
	bool html;
	struct buffer read;     /* owns what template_text, or the document, is */
	struct first_line line; /* of the document that is refreshed */
	struct veil_wish veil;
};

static bool is_html(const char *file)
{
	size_t size = strlen(file);

	return size > 5 && strcmp(file + size - 5, ".html") == 0;
}

static void take_words(struct request *request, const struct arguments *arguments)
{
	const char *update = argument_option(arguments, "update", 0);
	size_t next = 0;

	if (next < arguments->count && !file_is_meant(arguments->words[next]))
		request->incident = arguments->words[next++];
	request->file = next < arguments->count ? arguments->words[next] : update;
	request->update = request->update_said = update;
	if (!update && request->file && strcmp(request->file, "-") == 0)
		request->file = NULL;
	if (request->file && access(request->file, F_OK) == 0)
		request->update = true;
}

static void say_diagrams(const struct session *session)
{
	drop(buffer_free) struct buffer names = { 0 };

	for (const struct diagram *diagram = diagrams; diagram->name; diagram++)
		buffer_printf(&names, "%s%s", names.size ? ", " : "", diagram->name);
	say_try(session, "one of: %s", names.data ? names.data : "");
}

static int take_options(struct session *session, struct request *request,
			const struct arguments *arguments)
{
	const char *diagram = argument_option(arguments, "diagram", 0);

	request->kinds = argument_option(arguments, "kinds", 0);
	request->veil = veil_wish(arguments);
	if (argument_option(arguments, "all-events", 0))
		request->events = DOCUMENT_EVENTS_ALL;
	if (argument_option(arguments, "key-events", 0))
		request->events = DOCUMENT_EVENTS_KEY;
	request->diagram = diagram ? diagram_find(diagram) : NULL;
	if (!diagram || request->diagram)
		return EXIT_OK;
	say_usage(session, "there is no diagram \"%s\"", diagram);
	say_diagrams(session);
	return EXIT_USAGE;
}

static int say_unwritten(const struct session *session, const char *file, int answer)
{
	say_error(session, "%s could not be written", file);
	say_reason(session, "%s", strerror(answer < 0 ? -answer : answer));
	return EXIT_FAILED;
}

static int say_fault(const struct session *session, const char *file,
		     const struct marker_fault *fault)
{
	say_error(session, "%s:%zu: %s", file, fault->line, fault->what);
	say_reason(session, "nothing was written");
	return EXIT_USAGE;
}

static int take_template(struct session *session, struct request *request, const char *typed)
{
	const struct settings *settings = &session->settings;

	return template_read(session, typed ? typed : settings_text(settings, SETTING_TEMPLATE),
			     typed ? NULL : settings_origin(settings, SETTING_TEMPLATE),
			     &request->read, &request->template, &request->template_text);
}

static int make_options(struct session *session, const struct request *request,
			struct document_options *options)
{
	*options = (struct document_options){ .events = request->events,
					      .diagram = request->diagram,
					      .kinds_typed = request->kinds,
					      .filter = FILTER_ALL };
	return request->kinds ? filter_add_kinds(session, request->kinds, &options->filter)
			      : EXIT_OK;
}

static void say_done(const struct session *session, const char *what, const char *file,
		     const struct timeline *timeline)
{
	if (session->quiet || session->silent)
		return;
	screen_print(&session->out, PAINT_PLAIN, "%s ", what);
	screen_text(&session->out, PAINT_PLAIN, file, 0);
	screen_print(&session->out, PAINT_PLAIN, "  [");
	screen_text(&session->out, PAINT_REF, timeline_text(timeline, "ref"), 0);
	screen_print(&session->out, PAINT_PLAIN, "]\n");
}

static int create(struct session *session, const struct request *request,
		  const struct timeline *timeline, const struct buffer *document)
{
	int answer = file_create(request->file, document);

	if (answer != 0)
		return say_unwritten(session, request->file, answer);
	say_done(session, "wrote", request->file, timeline);
	if (request->html)
		return EXIT_OK;
	say_hint(session, "what only people know is in <angle brackets>");
	say_hint(session, "to bring it up to date later: incident postmortem %s", request->file);
	return EXIT_OK;
}

/* It is made of a document, and is no place for words. */
static int refuse_page(const struct session *session, const char *file)
{
	say_error(session, "%s is there already, and was left as it is", file);
	say_reason(session,
		   "a page is rendered, not refreshed: keep the words of people in Markdown");
	say_try(session, "incident postmortem -o html postmortem.md > %s", file);
	return EXIT_CONFLICT;
}

static bool would_change(const struct session *session, const struct request *request)
{
	return request->kinds || request->diagram || request->events != DOCUMENT_EVENTS_AUTO ||
	       session->zone || request->veil.pseudonyms || request->veil.redact ||
	       request->veil.rules;
}

/* What would change the document is for a refresh to do, or people would share what they have not read. */
static int render(struct session *session, const struct request *request, const char *template)
{
	if (template || request->update_said || would_change(session, request)) {
		say_usage(session, "-o html renders %s as it stands", request->file);
		say_try(session, "incident postmortem %s with these options, then -o html",
			request->file);
		return EXIT_USAGE;
	}
	return page_print(session, request->file);
}

static int write_new(struct session *session, struct request *request)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	drop(buffer_free) struct buffer document = { 0 };
	struct postmortem postmortem = { .template = request->template,
					 .now = document_now(session->now) };
	struct marker_fault fault;
	int answer, code = make_options(session, request, &postmortem.options);

	if (code == EXIT_OK)
		code = timeline_load_brief(session, request->incident, &timeline);
	if (code != EXIT_OK)
		return code;
	postmortem.timeline = timeline;
	answer = postmortem_write(&document, &postmortem, request->template_text, &fault);
	if (answer == 1)
		return say_fault(session, request->template, &fault);
	if (answer < 0 ||
	    (request->html &&
	     page_make(&document, timeline, &postmortem.options.filter, postmortem.now) != 0))
		return EXIT_FAILED;
	if (request->file)
		return create(session, request, timeline, &document);
	fwrite(document.data, 1, document.size, session->out.stream);
	return EXIT_OK;
}

/* Of one's own words and the recorder's: the first are kept, the second shown. */
static void on_kept(void *owner, const struct marker *marker, const struct buffer *ours)
{
	const struct session *session = owner;
	drop(buffer_free) struct buffer lines = { 0 };
	drop(free) char *safe = NULL;

	say_warning(session,
		    "line %zu: \"%s\" was edited by hand, and kept; \"+\" is what the "
		    "recorder would write",
		    marker->line, marker->name);
	difference_add(&lines, marker->content, (size_t)(marker->end - marker->content), ours->data,
		       ours->size);
	safe = lines.data ? text_safe(lines.data, true) : NULL;
	if (safe && !session->silent)
		fputs(safe, stderr);
}

/* What the first line says holds, unless it was said anew. */
static int obey(struct session *session, struct request *request)
{
	const struct first_line *line = &request->line;
	const struct veil_wish veil = first_line_veil(line);

	if (request->events == DOCUMENT_EVENTS_AUTO)
		request->events = document_events_find(line->events);
	if (!request->kinds && *line->kinds)
		request->kinds = line->kinds;
	if (!request->diagram)
		request->diagram = diagram_find(line->diagram);
	request->veil.pseudonyms |= veil.pseudonyms;
	request->veil.redact |= veil.redact;
	if (!request->veil.rules)
		request->veil.rules = veil.rules;
	if (session->zone || !*line->tz || when_use_zone(line->tz) == 0)
		return EXIT_OK;
	return say_usage(session, "%s says tz=%s, and there is no such zone", request->file,
			 line->tz);
}

static int refuse_foreign(const struct session *session, const char *file)
{
	say_error(session, "%s is there already, and was left as it is", file);
	say_reason(session, "its first line is not that of a document made here, and what people "
			    "have written is never replaced");
	say_try(session, "incident postmortem new-%s",
		strrchr(file, '/') ? strrchr(file, '/') + 1 : file);
	return EXIT_CONFLICT;
}

/* The incident that the document is of; another one was typed: it stays as it is. */
static int load(struct session *session, const struct request *request, struct timeline **timeline)
{
	const char *ref = request->line.ref;
	int code;

	code = timeline_load_brief(session, request->incident ? request->incident : ref, timeline);
	if (code != EXIT_OK || strcmp(ref, timeline_text(*timeline, "full_ref")) == 0)
		return code;
	say_error(session, "%s is the document of %s, and was left as it is", request->file, ref);
	say_try(session, "incident postmortem %s", request->file);
	return EXIT_CONFLICT;
}

static int replace(struct session *session, const struct request *request, const struct stat *seen,
		   const struct timeline *timeline, const struct buffer *document)
{
	int answer = 0;

	if (strcmp(request->file, "-") == 0) {
		fwrite(document->data, 1, document->size, session->out.stream);
		return EXIT_OK;
	}
	if (document->size == request->read.size &&
	    memcmp(document->data, request->read.data, document->size) == 0) {
		say_done(session, "nothing new for", request->file, timeline);
		return EXIT_OK;
	}
	answer = file_replace(request->file, seen, document);
	if (answer == EBUSY) {
		say_error(session, "%s was changed meanwhile, and was left as it is",
			  request->file);
		say_try(session, "incident postmortem %s", request->file);
		return EXIT_CONFLICT;
	}
	if (answer < 0)
		return say_unwritten(session, request->file, answer);
	say_done(session, "refreshed", request->file, timeline);
	return EXIT_OK;
}

static int refresh(struct session *session, struct request *request)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	drop(buffer_free) struct buffer document = { 0 };
	struct postmortem postmortem = { .template = request->line.template,
					 .now = document_now(session->now) };
	struct marker_fault fault;
	struct stat seen;
	int code, answer = file_read(request->file, &request->read, &seen);

	if (answer != 0)
		return say_unread(session, request->file, answer);
	if (!marker_is_document(request->read.data))
		return refuse_foreign(session, request->file);
	first_line_read(&request->line, request->read.data);
	code = obey(session, request);
	if (code == EXIT_OK)
		code = veil_open(session, &request->veil);
	if (code == EXIT_OK)
		code = make_options(session, request, &postmortem.options);
	if (code == EXIT_OK)
		code = load(session, request, &timeline);
	if (code != EXIT_OK)
		return code;
	postmortem.timeline = timeline;
	answer = postmortem_refresh(&document, &postmortem, request->read.data, on_kept, session,
				    &fault);
	if (answer == 1)
		return say_fault(session, request->file, &fault);
	return answer < 0 ? EXIT_FAILED : replace(session, request, &seen, timeline, &document);
}

static int run(struct session *session, struct request *request, const char *template)
{
	int code;

	if (request->update && request->html)
		return is_html(request->file) ? refuse_page(session, request->file)
					      : render(session, request, template);
	if (request->html && request->file && !is_html(request->file))
		return say_usage(session, "there is no %s to render; a new page is a FILE.html",
				 request->file);
	if (request->update && template)
		return say_usage(session, "%s has its own sections: --template is for a new file",
				 request->file);
	if (request->update)
		return refresh(session, request);
	code = take_template(session, request, template);
	return code == EXIT_OK ? write_new(session, request) : code;
}

int verb_postmortem(struct session *session, const struct command *command,
		    const struct arguments *arguments)
{
	struct request request = { .incident = session->incident };
	int code;

	(void)command;
	if (argument_option(arguments, "templates", 0)) {
		template_list(&session->out);
		return EXIT_OK;
	}
	take_words(&request, arguments);
	if (request.update && arguments->count < 2 && request.incident == session->incident)
		request.incident = NULL;
	request.html = session_wants(session, "html") || (request.file && is_html(request.file));
	code = take_options(session, &request, arguments);
	if (code == EXIT_OK)
		code = run(session, &request, argument_option(arguments, "template", 0));
	buffer_free(&request.read);
	return code;
}
