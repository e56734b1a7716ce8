/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The settings of files, for both programs: one table, from which help and manual come too. Each file is
 * as libconfuse reads it, and what is read later goes before:
 *
 *	/etc/incidentd/incidentd.conf, or another file that was named instead
 *	/etc/incidentd/incidentd.conf.d/NAME.conf, by name; not where another file was named
 *	$XDG_CONFIG_HOME/incident/config, else ~/.config/incident/config: the user's, for private logs and `incident`
 *
 * A file with anything wrong in it is not taken at all.
 */
#include <stdbool.h>
#include <stddef.h>

#include "lib/drop.h"

enum setting {
	SETTING_LOG_LEVEL,
	SETTING_CONNECTIONS,
	SETTING_CONNECTIONS_USER,
	SETTING_BALLAST,
	SETTING_TEMPLATE,
	SETTING_TZ,
	SETTING_COUNT
};

struct setting_row {
	const char *name, *program; /* who reads it: "incidentd", "incident" */
	const char *environment;    /* goes before it; NULL: nothing does */
	const char *fallback;       /* where no file says anything */
	const char *const *words; /* all it may be; NULL: a number from least to most, or a text */
	long least, most;         /* both 0: a text */
	const char *help;
};

extern const struct setting_row setting_rows[SETTING_COUNT];

/* What there may be any number of, each with a name: `metric publish { from = "resolved" … }`. */
enum setting_group { SETTING_METRIC, SETTING_REDACT, SETTING_GROUPS };

#define SETTING_FIELDS 3

struct setting_group_row {
	const char *name, *fields[SETTING_FIELDS]; /* all must be given; NULL: there are no more */
	const char *help;
};

extern const struct setting_group_row setting_group_rows[SETTING_GROUPS];

/* One of a group, as it stands in a file. */
struct setting_item {
	enum setting_group group;
	char *name, *fields[SETTING_FIELDS], *origin;
};

struct settings {
	struct {
		char *text, *origin; /* NULL: no file says it */
	} values[SETTING_COUNT];
	struct setting_item *items;
	size_t count;
	bool faulty; /* a file was left out */
};

struct setting_fault {
	char where[4096 + 16]; /* FILE:LINE, or FILE */
	char what[256];
};

struct setting_sources {
	const char *file; /* instead of the system's; NULL: that, if it is there */
	bool user;        /* the user's, too */
};

/* Read all files there are. 0; 1: *fault is the first that is wrong or cannot be read, and the others were taken; -ENOMEM. */
int settings_read(struct settings *settings, const struct setting_sources *sources,
		  struct setting_fault *fault);

/* Read one file. 0; 1: nothing of it was taken, see *fault; -ENOENT: it is not there; -ENOMEM. */
int settings_read_file(struct settings *settings, const char *path, struct setting_fault *fault);

/* Put what the environment says before what files said: its origin is "$NAME". 0 or -ENOMEM. */
int settings_read_environment(struct settings *settings);

/* As it was read, or the fallback. Borrowed. */
const char *settings_text(const struct settings *settings, enum setting setting);
long settings_number(const struct settings *settings, enum setting setting);

/* Where it is from: "FILE:LINE", "$NAME", "built in". Borrowed. */
const char *settings_origin(const struct settings *settings, enum setting setting);

/* Set one; takes the origin, also where it fails. 0 or -ENOMEM. */
int settings_set(struct settings *settings, enum setting setting, const char *text, char *origin);

/* What is wrong with this value, into `what`; false: nothing. */
bool setting_is_wrong(const struct setting_row *row, const char *value, char what[256]);

/* NULL if there is none of that name. */
const struct setting_row *setting_find(const char *name);

void settings_free(struct settings *settings);
static inline void settings_freep(struct settings *settings)
{
	settings_free(settings);
}
