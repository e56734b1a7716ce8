/* SPDX-License-Identifier: MIT */
/* What stands before the verb, the verb, what stands behind it: three steps, each of which may end the run. */
#include "cli/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/complete/complete.h"
#include "cli/help.h"
#include "cli/option.h"
#include "cli/record/input.h"
#include "cli/record/record.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/veil/veil.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"
#include "lib/stamp.h"

static int explain_fault(struct session *session, const struct command *command, int answer,
			 const struct option_fault *fault)
{
	static const char *const what[] = {
		[OPTION_UNKNOWN] = "there is no option %s",
		[OPTION_NO_VALUE] = "%s needs a value",
		[OPTION_HAS_VALUE] = "%s takes no value",
		[OPTION_TOO_MANY] = "more than 64 options: %s",
	};
	drop(free) char *line = NULL;

	if (asprintf(&line, what[answer], fault->typed) < 0)
		return EXIT_FAILED;
	say_error(session, "%s", line);
	if (fault->suggestion)
		say_try(session, "did you mean --%s?", fault->suggestion);
	else if (answer == OPTION_UNKNOWN && command && command->text)
		say_try(session, "if it is text: incident %s -- %s …", command_name(command),
			fault->typed);
	else
		say_try(session, "incident help%s%s", command ? " " : "",
			command ? command_name(command) : "");
	return EXIT_USAGE;
}

/* Read options into *arguments, which borrow from *known. An exit code. */
static int read_options(struct session *session, const struct command *command, char **typed,
			struct option_list *known, struct arguments *arguments, size_t *taken)
{
	const struct option_rule rule = {
		.known = known,
		.text = command && command->text,
		.stop = !command,
	};
	struct option_fault fault;

	command_options(command, known);
	int answer = option_read(arguments, &rule, typed, taken, &fault);
	return answer ? explain_fault(session, command, answer, &fault) : EXIT_OK;
}

/* What was typed from there on, to be given back as text. */
static void keep_words(struct session *session, char **typed)
{
	struct arguments words = { .words = (const char **)typed };

	while (typed[words.count])
		words.count++;
	input_keep(session, &words, 0);
}

/* `task bar`: another second word, or the first verb of the family with these words. */
static int explain_family(struct session *session, char **typed)
{
	const char *first = command_second(typed[0], NULL);
	const char *meant = command_second(typed[0], typed[1]);
	drop(free) char *again = !typed[1] ? typed_with(session, "", first)
				 : meant   ? typed_with(session, typed[1], meant)
					   : typed_before(session, typed[1], first);

	if (typed[1])
		say_error(session, "there is no verb \"%s %s\"", typed[0], typed[1]);
	else
		say_error(session, "\"%s\" needs another word", typed[0]);
	if (again)
		say_try(session, "did you mean: %s", again);
	return EXIT_USAGE;
}

static int explain_verb(struct session *session, char **typed)
{
	const char *meant = command_suggest(typed[0]);
	const struct command *command = meant ? command_find(meant) : NULL;
	drop(free) char *again = meant ? typed_with(session, typed[0], meant)
				       : typed_before(session, typed[0], "note");

	say_error(session, "there is no verb \"%s\"", typed[0]);
	if (again && (meant || typed[1]))
		say_try(session, meant ? "did you mean: %s" : "%s", again);
	else
		say_try(session, "incident note TEXT, incident help");
	if (typed[1] && (!command || command->text))
		keep_words(session, typed + (meant ? 1 : 0));
	return EXIT_USAGE;
}

/* `incident` alone. */
static int run_nothing(struct session *session, const struct arguments *arguments)
{
	drop(json_decref) json_t *reply = NULL;
	int live = false;

	if (client_is_there(session) && client_call(session, "Show", NULL, &reply) == CLIENT_OK &&
	    json_unpack(reply, "{s:{s:b}}", "incident", "live", &live) == 0 && live)
		return verb_status(session, command_find("status"), arguments);
	return help_start(session);
}

static int run_command(struct session *session, const struct command *command,
		       const struct arguments *arguments)
{
	if (argument_option(arguments, "help", 0))
		return help_verb(session, command);
	if (argument_option(arguments, "version", 0))
		command = command_find("version");
	if (session_wants(session, "help")) {
		fprintf(session->out.stream, "%s\n", command->formats);
		return EXIT_OK;
	}
	return command->run(session, command, arguments);
}

static int run_verb(struct session *session, char **typed, struct arguments *arguments)
{
	struct option_list known;
	struct veil_wish wish;
	size_t taken;
	const struct command *command = command_match(typed, &taken);

	if (!command)
		return command_second(typed[0], NULL) ? explain_family(session, typed)
						      : explain_verb(session, typed);
	int code = read_options(session, command, typed + taken, &known, arguments, &taken);
	code = code ? code : session_open(session, command, arguments);
	if (code && command->text)
		input_keep(session, arguments, 0);
	code = code ? code : command_check(session, command, arguments);
	wish = veil_wish(arguments);
	code = code ? code : veil_open(session, &wish);
	return code ? code : run_command(session, command, arguments);
}

static int run(struct session *session, struct arguments *arguments)
{
	struct option_list known;
	size_t taken;

	if (*session->typed && strcmp(*session->typed, COMPLETE_WORD) == 0)
		return complete_run(session);
	int code = read_options(session, NULL, session->typed, &known, arguments, &taken);
	if (code)
		return code;
	if (session->typed[taken])
		return run_verb(session, session->typed + taken, arguments);
	code = session_open(session, NULL, arguments);
	if (code)
		return code;
	if (argument_option(arguments, "version", 0))
		return run_command(session, command_find("version"), arguments);
	if (argument_option(arguments, "help", 0))
		return run_command(session, command_find("help"), &(struct arguments){ 0 });
	if (session_wants(session, "help"))
		return help_topic(session, "formats");
	return run_nothing(session, arguments);
}

/* An answer that could not be written is a failure, but of what is on disk: 0 says that it is there. */
static int finish(struct session *session, int code)
{
	const char *handle = session->recorded;
	bool lost = !screen_flush(&session->out) || ferror(session->out.stream);
	const char *why = strerror(session->out.failed ? session->out.failed : EIO);

	if (lost && handle)
		say_warning(session, "recorded as %s, but the answer could not be written: %s",
			    handle, why);
	else if (lost)
		say_error(session, "the answer could not be written: %s", why);
	return code == EXIT_OK && lost && !handle ? EXIT_FAILED : code;
}

int cli_main(int argc, char **argv)
{
	struct session session = { .typed = argv + 1, .now = stamp_now() };
	drop(free) const char **words = calloc((size_t)argc + 1, sizeof(*words));
	struct arguments arguments = { .words = words };
	int code = EXIT_FAILED;

	json_object_seed((size_t)session.now); /* else jansson opens a device for it */
	screen_open(&session.out, stdout, SCREEN_AUTO);
	screen_open(&session.err, stderr, SCREEN_AUTO);
	if (argc > 0 && words)
		code = run(&session, &arguments);
	if (code)
		record_give_back(&session, code);
	client_close(&session);
	veil_close(session.veil);
	settings_free(&session.settings);
	code = finish(&session, code);
	free(session.recorded);
	free(session.recorded_in);
	free(session.text);
	return code;
}
