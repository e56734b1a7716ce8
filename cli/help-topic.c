/* SPDX-License-Identifier: MIT */
/* What is no matter of one verb, a function a topic. */
#include <stdio.h>
#include <string.h>

#include "cli/bulk/bulk-line.h"
#include "cli/check/check-view.h"
#include "cli/doctor/metric-page.h"
#include "cli/help.h"
#include "cli/report/document.h"
#include "cli/report/report.h"
#include "cli/report/template.h"
#include "lib/kind.h"
#include "lib/when.h"

static void put_time(struct session *session)
{
	fputs("Times as you may type them (--at, --until, --since, --next):\n\n",
	      session->out.stream);
	fputs(when_forms, session->out.stream);
}

static const char *verb_of(enum kind kind)
{
	for (const struct command *row = commands; row->run; row++)
		if (row->kind == (int)kind)
			return command_name(row);
	return "";
}

static void put_kinds(struct session *session)
{
	fprintf(session->out.stream, "%-14s%-12s%s\n", "KIND", "VERB", "WHAT IT SAYS");
	for (size_t kind = 0; kind < KIND_COUNT; kind++)
		fprintf(session->out.stream, "%-14s%-12s%s\n", kinds[kind].name,
			verb_of((enum kind)kind), kinds[kind].help);
}

static void put_formats(struct session *session)
{
	const char *usual = commands->formats;

	fprintf(session->out.stream, "%-14s%s\n", "VERB", "FORMATS (-o), the default first");
	for (const struct command *row = commands; row->run; row++)
		if (strcmp(row->formats, usual) != 0)
			fprintf(session->out.stream, "%-14s%s\n", command_name(row), row->formats);
	fprintf(session->out.stream, "%-14s%s\n", "any other", usual);
	fputs("\nWhat incident export writes:\n\n", session->out.stream);
	report_format_list(&session->out);
}

static void put_templates(struct session *session)
{
	fputs("Templates (incident postmortem --template NAME, or a file of yours):\n\n",
	      session->out.stream);
	template_list(&session->out);
	fputs("\nBlocks, each between `<!-- incident:begin NAME -->` and `<!-- incident:end NAME -->`:\n\n",
	      session->out.stream);
	document_block_list(session->out.stream);
}

static void put_setting(FILE *stream, const struct setting_row *row)
{
	fprintf(stream, "%-22s%-10s%-10s%s\n", row->name, row->program,
		*row->fallback ? row->fallback : "-", row->help);
	if (row->most)
		fprintf(stream, "%-42sfrom %ld to %ld\n", "", row->least, row->most);
	if (row->environment)
		fprintf(stream, "%-42s$%s goes before it\n", "", row->environment);
}

static void put_settings(struct session *session)
{
	FILE *stream = session->out.stream;

	fprintf(stream, "%-22s%-10s%-10s%s\n", "SETTING", "OF", "DEFAULT", "WHAT IT IS");
	for (size_t i = 0; i < SETTING_COUNT; i++)
		put_setting(stream, &setting_rows[i]);
	fputs("\nAny number of these, each with a name:\n\n", stream);
	for (size_t i = 0; i < SETTING_GROUPS; i++) {
		const struct setting_group_row *row = &setting_group_rows[i];

		fprintf(stream, "%s NAME {", row->name);
		for (size_t n = 0; n < SETTING_FIELDS && row->fields[n]; n++)
			fprintf(stream, " %s = …", row->fields[n]);
		fprintf(stream, " }\n    %s\n", row->help);
	}
}

static void put_checks(struct session *session)
{
	check_view_rules(session->out.stream);
}

static const char sharing[] =
	"A log is shared by a host, or private to a user.\n"
	"\n"
	"shared   where the incidentd service is installed: all who are in group incident\n"
	"         record to one log, through /run/incidentd/incidentd.sock. To join:\n"
	"           sudo usermod -aG incident $USER      (from the next login on)\n"
	"private  anywhere else: the first `incident` starts a recorder for this user, whose\n"
	"         log is in ~/.local/state/incidentd. Nobody else sees it. On a host with a\n"
	"         shared log, --user means the private one.\n"
	"another  of a host, for what not all of its group may read: --log security, for group\n"
	"         incident-security. To make it:\n"
	"           sudo systemctl enable --now incidentd@security.socket\n"
	"\n"
	"Whose log it is never changes in silence: without access to the shared one, nothing\n"
	"is written to a private one.\n";

static void put_prometheus(struct session *session)
{
	metric_page_list(session->out.stream);
}

static void put_sharing(struct session *session)
{
	fputs(sharing, session->out.stream);
}

static const char exit_codes[] = "0   done; what was to be recorded is on disk\n"
				 "1   failed; the text was printed back\n"
				 "2   it was not understood\n"
				 "3   not found, or not clear which one is meant\n"
				 "4   not permitted\n"
				 "5   it conflicts with what is there\n"
				 "75  not confirmed: it was sent, and no answer came\n";

static void put_exit_codes(struct session *session)
{
	fputs(exit_codes, session->out.stream);
}

static void put_lines(struct session *session)
{
	fputs("Lines as you may type them (incident add, incident edit):\n\n", session->out.stream);
	fputs(bulk_lines, session->out.stream);
}

const struct help_topic help_topics[] = {
	{ "time", "times as you may type them", put_time },
	{ "kinds", "what an entry can say, and the verb for it", put_kinds },
	{ "formats", "what -o takes, by verb", put_formats },
	{ "checks", "what `incident check` finds", put_checks },
	{ "templates", "the templates of a postmortem", put_templates },
	{ "settings", "what the configuration files can say", put_settings },
	{ "prometheus", "the metrics of `incident doctor -o prometheus`", put_prometheus },
	{ "options", "those of every verb", help_options },
	{ "lines", "the lines of `incident add` and `edit`", put_lines },
	{ "sharing", "who sees a log, and who may record to it", put_sharing },
	{ "exit-codes", "what the number at the end means", put_exit_codes },
	{ 0 },
};

int help_topic(struct session *session, const char *name)
{
	for (const struct help_topic *topic = help_topics; topic->name; topic++) {
		if (strcmp(topic->name, name) != 0)
			continue;
		topic->put(session);
		return EXIT_OK;
	}
	return 1;
}
