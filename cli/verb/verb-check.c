/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <string.h>

#include "cli/check/check-view.h"
#include "cli/client/client.h"
#include "cli/file.h"
#include "cli/report/first-line.h"
#include "cli/report/template.h"
#include "cli/say.h"
#include "cli/view/look.h"
#include "lib/text.h"

/*
 * incident check [FILE|REF]: what a postmortem, or an incident that is to become one, still lacks. A
 * document can be checked where no recorder is; one that was made here is held against its incident, too.
 */
struct request {
	const char *word; /* FILE, REF, or NULL */
	struct buffer document, template_file;
	const char *ignored[OPTION_COUNT + 1]; /* ends with NULL */
	bool strict;
};

static void request_freep(struct request *request)
{
	buffer_free(&request->document);
	buffer_free(&request->template_file);
}

static int refuse_name(const struct session *session, const char *name)
{
	const char *names[64] = { NULL }, *meant;
	size_t count = 0;

	for (const struct rule *rule = rules; rule->name && count < 63; rule++)
		names[count++] = rule->name;
	meant = text_suggest(name, names);
	say_usage(session, "there is no finding \"%s\"", name);
	if (meant)
		say_try(session, "--ignore %s", meant);
	else
		say_try(session, "incident help checks");
	return EXIT_USAGE;
}

static int take_ignored(const struct session *session, const struct arguments *arguments,
			struct request *request)
{
	const char *name;

	for (size_t i = 0; (name = argument_option(arguments, "ignore", i)) != NULL; i++) {
		if (!rule_find(name))
			return refuse_name(session, name);
		request->ignored[i] = name;
	}
	return EXIT_OK;
}

static int read_file(const struct session *session, const char *file, struct buffer *text)
{
	int answer = file_read(file, text, NULL);

	return answer ? say_unread(session, file, answer) : EXIT_OK;
}

/* The text of the template whose sections are asked for: --template, else the document's own, else standard. */
static int take_template(const struct session *session, const struct arguments *arguments,
			 struct request *request, const char *own, const char **text)
{
	const char *typed = argument_option(arguments, "template", 0), *name;
	const struct template *found = template_find(own);

	*text = found ? found->text : templates->text;
	return typed ? template_read(session, typed, NULL, &request->template_file, &name, text)
		     : EXIT_OK;
}

/* The incident that the document was made from, if a recorder answers that has it. Nothing is said if not. */
static void find_timeline(struct session *session, const char *document, struct timeline **timeline)
{
	drop(json_decref) json_t *reply = NULL;
	struct first_line line = { 0 };
	const char *ref = line.ref;

	if (marker_is_document(document))
		first_line_read(&line, document);
	if (*ref && client_is_there(session) &&
	    client_call(session, "Show", json_pack("{s:s}", "incident", ref), &reply) == CLIENT_OK)
		timeline_load(session, ref, timeline);
}

static void print(struct session *session, const struct check *check, const char *place)
{
	if (session_wants(session, "json")) {
		for (size_t i = 0; i < check->count; i++) {
			drop(json_decref) json_t *json =
				check_json(check, &check->findings[i], place);

			look_json(session, json);
		}
		return;
	}
	if (!session->silent && !session->quiet)
		check_view(&session->out, check, place);
	if (!check->count && say_hints(session))
		screen_print(&session->err, PAINT_GOOD, "nothing missing\n");
}

static int finish(struct session *session, struct check *check, const struct request *request,
		  const char *place)
{
	bool wrong;

	check->now = session->now;
	check_run(check, request->ignored);
	if (!check->failed)
		print(session, check, place);
	wrong = check_count(check, CHECK_ERROR) || (request->strict && check->count);
	if (check->failed)
		say_error(session, "out of memory");
	wrong |= check->failed;
	check_free(check);
	return wrong ? EXIT_FAILED : EXIT_OK;
}

static int check_document(struct session *session, const struct arguments *arguments,
			  struct request *request)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	drop(paper_free) struct paper *paper = NULL;
	drop(paper_form_free) struct paper_form form = { 0 };
	struct first_line line = { 0 };
	const char *text, *template_text;
	struct check check = { .form = &form };

	if (read_file(session, request->word, &request->document))
		return EXIT_FAILED;
	text = request->document.data ? request->document.data : "";
	if (marker_is_document(text))
		first_line_read(&line, text);
	int code = take_template(session, arguments, request, line.template, &template_text);
	if (code != EXIT_OK)
		return code;
	if (paper_form_read(template_text, &form) == 0)
		paper = paper_read(text, &form);
	if (!paper) {
		say_error(session, "out of memory");
		return EXIT_FAILED;
	}
	find_timeline(session, text, &timeline);
	check.paper = paper;
	check.timeline = timeline;
	check.counts_words = template_text == templates->text;
	return finish(session, &check, request,
		      strcmp(request->word, "-") == 0 ? "standard input" : request->word);
}

static int check_incident(struct session *session, const struct arguments *arguments,
			  const struct request *request)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	int code = timeline_load(session, look_incident(session, arguments), &timeline);
	struct check check = { .timeline = timeline };

	return code == EXIT_OK ? finish(session, &check, request, timeline_text(timeline, "ref"))
			       : code;
}

int verb_check(struct session *session, const struct command *command,
	       const struct arguments *arguments)
{
	drop(request_free) struct request request = {
		.word = arguments->count ? arguments->words[0] : NULL,
		.strict = argument_option(arguments, "strict", 0),
	};
	int code = take_ignored(session, arguments, &request);

	(void)command;
	if (code != EXIT_OK)
		return code;
	if (arguments->count > 1)
		return say_usage(session, "incident check [FILE or REF]");
	return request.word && file_is_meant(request.word)
		       ? check_document(session, arguments, &request)
		       : check_incident(session, arguments, &request);
}
