/* SPDX-License-Identifier: MIT */
#pragma once

/* The data of a kind, as options: what they are called, and how what was typed becomes JSON. */
#include <jansson.h>

#include "cli/command.h"
#include "include/kinds.h"

/* Add the options of a kind (of an amendment: those of all kinds). A negative kind has none. */
void field_options(int kind, struct option_list *list);

/* Read the kind's options into data (an object). An exit code; not OK: the error was printed. */
int field_read(struct session *session, int kind, const struct arguments *arguments, json_t *data);

/* Is there what the kind needs? An exit code; not OK: the error was printed. */
int field_check(struct session *session, int kind, const json_t *data);

struct field_row;

#define FIELD_NAME_SIZE 64

/* What it is called by whoever types it: "--users", "LEVEL". Returns name. */
char *field_called(const struct field_row *row, char name[FIELD_NAME_SIZE]);

/* Read one value of a field into data. An exit code; not OK: the error was printed. */
int field_read_value(struct session *session, const struct field_row *row, const char *typed,
		     json_t *data);
