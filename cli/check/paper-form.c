/* SPDX-License-Identifier: MIT */
#include "cli/check/paper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * A template says which sections a document has: by its headings, and by its timeline block, which
 * writes a heading of its own.
 */
static const char timeline_mark[] = "<!-- incident:begin timeline ";

static int add(struct paper_form *form, size_t *count, char *name)
{
	char **sections = name ? reallocarray(form->sections, *count + 2, sizeof(*sections)) : NULL;

	if (!sections) {
		free(name);
		return -ENOMEM;
	}
	form->sections = sections;
	sections[(*count)++] = name;
	sections[*count] = NULL;
	return 0;
}

/* "## Issue Summary": its title; the document's own title is no section. */
static char *title_of(const char *line, size_t size)
{
	drop(free) char *copy = strndup(line, size);
	drop(buffer_free) struct buffer title = { 0 };

	if (!copy)
		return NULL;
	paper_plain(&title, copy);
	return buffer_steal(&title);
}

static int read_line(struct paper_form *form, size_t *count, const char *line, size_t size)
{
	if (strncmp(line, timeline_mark, strlen(timeline_mark)) == 0)
		return add(form, count, strdup("Timeline"));
	if (strncmp(line, "## ", 3) == 0)
		return add(form, count, title_of(line, size));
	return 0;
}

int paper_form_read(const char *template, struct paper_form *form)
{
	size_t count = 0;
	int r = 0;

	form->sections = calloc(1, sizeof(*form->sections));
	if (!form->sections)
		return -ENOMEM;
	while (*template && r == 0) {
		size_t size = strcspn(template, "\n");

		r = read_line(form, &count, template, size);
		template += size + (template[size] == '\n');
	}
	return r;
}

void paper_form_free(struct paper_form *form)
{
	for (char **name = form->sections; name && *name; name++)
		free(*name);
	free(form->sections);
	*form = (struct paper_form){ 0 };
}
