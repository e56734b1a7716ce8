/* SPDX-License-Identifier: MIT */
#pragma once

/* The templates that are built in: Markdown files of cli/templates/, embedded. */
#include "cli/view/screen.h"

struct template
{
	const char *name, *help, *text;
};

/* Ends with a row without a name. The first one is the default. */
extern const struct template templates[];

/* NULL if there is none of that name. */
const struct template *template_find(const char *name);

/* The names and what they are, one a line. */
void template_list(const struct screen *screen);
