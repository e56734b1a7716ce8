/* SPDX-License-Identifier: MIT */
/* The headings of google-sre, pagerduty and atlassian are those that these houses published. */
#include "cli/report/template.h"

#include <string.h>

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

void template_list(const struct screen *screen)
{
	for (const struct template *template = templates; template->name; template ++)
		screen_print(screen, PAINT_PLAIN, "%-12s%s\n", template->name, template->help);
}
