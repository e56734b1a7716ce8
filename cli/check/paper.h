/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A postmortem as its reader sees it: lines of plain text in sections. It need not be ours: headings may
 * be Markdown's in any level and case, bold lines, or "Heading:" alone on a line.
 */
#include <stdbool.h>
#include <stddef.h>

#include "lib/buffer.h"
#include "lib/drop.h"

enum paper_role {
	PAPER_OTHER,
	PAPER_SUMMARY,
	PAPER_TIMELINE,
	PAPER_CAUSE,
	PAPER_MEASURES,
	PAPER_CONCLUSION,
	PAPER_APPENDIX,
};

struct paper_section {
	char *title; /* plain */
	enum paper_role role;
	size_t line; /* of its heading, from 1 on; 0: what stands before the first */
	int level;   /* how many # it has, or would have */
};

struct paper_line {
	char *raw;  /* without comments; "" in a fenced block, which is a picture or code */
	char *text; /* plain: no marks of Markdown, no prompts, nothing of the tool's own */
	size_t section;
	bool heading, item;
};

struct paper {
	struct paper_line *lines; /* lines[0] is line 1 */
	size_t count;
	struct paper_section *sections; /* the first one has no heading */
	size_t section_count;
};

/* The sections that a template demands, in its order; ends with NULL. */
struct paper_form {
	char **sections;
};

/* The headings of a template, and "Timeline" where it has that block. 0 or -ENOMEM. */
int paper_form_read(const char *template, struct paper_form *form);
void paper_form_free(struct paper_form *form);
static inline void paper_form_freep(struct paper_form *form)
{
	paper_form_free(form);
}

/* Read a document; form says which plain lines are headings. NULL: no memory. */
struct paper *paper_read(const char *text, const struct paper_form *form);
void paper_free(struct paper *paper);
DROP(struct paper, paper_free)

/* The first section of a role, or NULL; the role of a line's section. */
const struct paper_section *paper_section(const struct paper *paper, enum paper_role role);
enum paper_role paper_role_of(const struct paper *paper, const struct paper_line *line);

/* Is this heading the one that a template calls so? Case, and what follows it, do not matter. */
bool paper_is_called(const char *heading, const char *name);

/* Words of the lines in sections of this role; words of all but headings of appendices. */
size_t paper_words(const struct paper *paper, enum paper_role role);
size_t paper_all_words(const struct paper *paper);

/* Append a line as plain text: no marks, no escapes, no prompts. */
void paper_plain(struct buffer *out, const char *line);

/* What is still to be replaced in a line, one after the other: begin with `at` at its start. */
struct paper_prompt {
	const char *at;
	bool code; /* between backticks */
	const char *text;
	size_t size;
	const char *what; /* what it asks for, between its signs */
	size_t what_size;
};
bool paper_prompt_next(struct paper_prompt *prompt);
