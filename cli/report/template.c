/* SPDX-License-Identifier: MIT */
/* The headings of google-sre, pagerduty and atlassian are those that these houses published. */
#include "cli/report/template.h"

#include <string.h>

#include "cli/file.h"
#include "cli/say.h"
#include "cli/templates.h"

/* To add a template: its row here, its file in cli/templates/, its name in cli/meson.build. */
const struct template templates[] = {
	{ "standard", "summary, timeline, causes, measures: 400 to 600 words", template_standard },
	{ "google-sre", "the form of the Site Reliability Engineering book", template_google_sre },
	{ "pagerduty", "the form of PagerDuty's incident response guide", template_pagerduty },
	{ "atlassian", "the form of Atlassian's incident handbook", template_atlassian },
	{ 0 },
};

const struct template *template_find(const char *name)
{
	for (const struct template *template = templates; template->name; template ++)
		if (strcmp(template->name, name) == 0)
			return template;
	return NULL;
}

static void say_named(const struct session *session, const char *origin)
{
	if (origin)
		say_reason(session, "%s names it", origin);
}

static int refuse(const struct session *session, const char *typed, const char *origin)
{
	say_error(session, "there is no template \"%s\"", typed);
	say_named(session, origin);
	say_try(session, "incident postmortem --templates");
	return EXIT_USAGE;
}

int template_read(const struct session *session, const char *typed, const char *origin,
		  struct buffer *file, const char **name, const char **text)
{
	const struct template *found = template_find(typed);
	int answer;

	if (!found && !file_is_meant(typed))
		return refuse(session, typed, origin);
	if (!found && (answer = file_read(typed, file, NULL))) {
		say_unread(session, typed, answer);
		say_named(session, origin);
		return EXIT_FAILED;
	}
	const char *folder_end = strrchr(typed, '/');
	*name = found ? found->name : folder_end ? folder_end + 1 : typed;
	*text = found ? found->text : file->data ? file->data : "";
	return EXIT_OK;
}

void template_list(const struct screen *screen)
{
	for (const struct template *template = templates; template->name; template ++)
		screen_print(screen, PAINT_PLAIN, "%-12s%s\n", template->name, template->help);
}
