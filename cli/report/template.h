/* SPDX-License-Identifier: MIT */
#pragma once

/* The templates that are built in: Markdown files of cli/templates/, embedded. */
#include "cli/session.h"
#include "lib/buffer.h"

struct template
{
	const char *name, *help, *text;
};

/* Ends with a row without a name. The first one is the default. */
extern const struct template templates[];

/* NULL if there is none of that name. */
const struct template *template_find(const char *name);

/*
 * That of a name, or of a file, into which *text then points; *name is without folders. origin: who named it, said
 * where it is not there; NULL: it was typed. An exit code; not OK: the error was printed.
 */
int template_read(const struct session *session, const char *typed, const char *origin,
		  struct buffer *file, const char **name, const char **text);

/* The names and what they are, one a line. */
void template_list(const struct screen *screen);
