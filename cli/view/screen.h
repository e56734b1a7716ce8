/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A stream to print on, and what it can show: colours (16, by role, never colour alone), UTF-8 or
 * ASCII, its width. In a pipe: no escape at all, nothing cut.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum paint {
	PAINT_PLAIN,
	PAINT_HANDLE, /* cyan, and nothing else is: a word that one can type back */
	PAINT_REF,    /* cyan bold */
	PAINT_DIM,    /* scaffolding */
	PAINT_BOLD,   /* what a reader at 03:00 looks for */
	PAINT_BAD,    /* red: impact, sev1, overdue, error */
	PAINT_OPEN,   /* yellow: open suspicion, sev2, warning */
	PAINT_DEAD,   /* magenta: dead end */
	PAINT_FOUND,  /* blue: finding, cause */
	PAINT_GOOD,   /* green: mitigated, resolved, done */
	PAINT_STRUCK, /* dim and struck: retracted */
};

struct screen {
	FILE *stream;
	bool colour, utf8, terminal;
	size_t width; /* cells; 0: do not cut or wrap */
	int failed;   /* the errno of the flush that failed first, or 0 */
};

enum screen_colour { SCREEN_AUTO, SCREEN_ALWAYS, SCREEN_NEVER };

/* Looks at the stream, the locale, NO_COLOR, TERM and COLUMNS, which wins over the width of the terminal; one that cannot say its width is 80 wide. */
void screen_open(struct screen *screen, FILE *stream, enum screen_colour colour);

/* Print text that is ours (not a person's) in a role. */
__attribute__((format(printf, 3, 4))) void screen_print(const struct screen *screen,
							enum paint paint, const char *format, ...);

/* Print a person's text, made safe, on one line, cut to `cells` if that is not 0. */
void screen_text(const struct screen *screen, enum paint paint, const char *text, size_t cells);

/* Print a person's text, safe and wrapped: it starts in `column`, goes on at `indent`. */
void screen_wrap(const struct screen *screen, enum paint paint, const char *text, size_t column,
		 size_t indent);

/* Print a person's text as a cell of a table: safe, cut to `cells` on a terminal, filled up to them. */
void screen_cell(const struct screen *screen, enum paint paint, const char *text, size_t cells);

/* Hand on what was printed. Was that possible? */
bool screen_flush(struct screen *screen);

void screen_spaces(const struct screen *screen, size_t count);

/* A sign of the screens, or its ASCII form: "→" "->", "·" "-", "···" "...", "✗" "x", "✓" "ok", "…" "...", "↻" "x", "×" "x", "–" "-". */
const char *screen_sign(const struct screen *screen, const char *sign);

/* The colour of a kind, of a state, of a severity. */
enum paint screen_paint_kind(int kind);
enum paint screen_paint_state(const char *state);
enum paint screen_paint_severity(int severity);
