/* SPDX-License-Identifier: MIT */
#include "cli/html/html.h"

#include <errno.h>
#include <string.h>

#include "cli/html/markup.h"
#include "cli/style.h"
#include "lib/drop.h"

/*
 * The policy forbids whatever was not thought of: even a script that got this far would not run, and
 * nothing is fetched or sent from a page that people pass on.
 */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n";

void html_text(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		const char *mark = strchr("&<>\"'", *text);

		if (mark)
			buffer_printf(out, "&#%d;", *mark);
		else
			buffer_add(out, text, 1);
	}
}

int html_page(struct buffer *out, const char *markdown, const char *picture)
{
	drop(buffer_free) struct buffer body = { 0 }, title = { 0 };

	if (markup_add(&body, &title, markdown, picture) != 0)
		return -ENOMEM;
	buffer_add_text(out, head);
	buffer_add_text(out, "<title>");
	html_text(out, title.size ? title.data : "Incident");
	buffer_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n%s</main>\n",
		      style, body.data ? body.data : "");
	buffer_add_text(out, "</body>\n</html>\n");
	return out->failed ? -ENOMEM : 0;
}
