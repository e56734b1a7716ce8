/* SPDX-License-Identifier: MIT */
#include "lib/setting.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/limits.h"

/*
 * To add a setting: its row here, its name in setting.h, and whoever asks for it.
 */
#define SYSTEM_FILE      "/etc/incidentd/incidentd.conf"
#define SYSTEM_FOLDER    "/etc/incidentd/incidentd.conf.d"

#define TEXT_OF(number)  #number
#define VALUE_OF(number) TEXT_OF(number)

static const char *const log_levels[] = { "error", "warning", "notice", "info", "debug", NULL };

const struct setting_row setting_rows[SETTING_COUNT] = {
	[SETTING_LOG_LEVEL] = { "log-level", "incidentd", NULL, "info", log_levels, 0, 0,
				"what incidentd says in the journal" },
	[SETTING_CONNECTIONS] = { "connections", "incidentd", NULL, VALUE_OF(LIMIT_PEERS), NULL, 8,
				  LIMIT_PEERS, "connections in all; more are turned away as Busy" },
	[SETTING_CONNECTIONS_USER] = { "connections-per-user", "incidentd", NULL,
				       VALUE_OF(LIMIT_PEERS_USER), NULL, 1, LIMIT_PEERS,
				       "connections of one user but root" },
	[SETTING_BALLAST] = { "ballast", "incidentd", NULL, VALUE_OF(LIMIT_BALLAST), NULL, 0, 1024,
			      "MiB kept free inside the database for a full disk" },
	[SETTING_TEMPLATE] = { "template", "incident", "INCIDENT_TEMPLATE", "standard", NULL, 0, 0,
			       "of a new postmortem: a name, or a file" },
	[SETTING_TZ] = { "tz", "incident", "TZ", "", NULL, 0, 0,
			 "zone in which times are shown and read; empty: the host's" },
};

const struct setting_group_row setting_group_rows[SETTING_GROUPS] = {
	[SETTING_METRIC] = { "metric",
			     { "label", "from", "to" },
			     "a row of show and stats: from one milestone to another" },
	[SETTING_REDACT] = { "redact",
			     { "pattern" },
			     "what --redact hides, too: a regular expression, in single quotes" },
};

const struct setting_row *setting_find(const char *name)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (strcmp(setting_rows[i].name, name) == 0)
			return &setting_rows[i];
	return NULL;
}

static bool is_among(const char *const *words, const char *value)
{
	while (*words && strcmp(*words, value) != 0)
		words++;
	return *words != NULL;
}

static void list_words(const char *const *words, char what[256])
{
	size_t size = (size_t)snprintf(what, 256, "it is one of:");

	for (; *words && size < 256; words++)
		size += (size_t)snprintf(what + size, 256 - size, " %s", *words);
}

static bool is_number(const char *value, long *number)
{
	char *end;

	errno = 0;
	*number = strtol(value, &end, 10);
	return !errno && strspn(value, "-0123456789") == strlen(value) && end != value && !*end;
}

bool setting_is_wrong(const struct setting_row *row, const char *value, char what[256])
{
	long number;

	if (row->words && !is_among(row->words, value)) {
		list_words(row->words, what);
		return true;
	}
	if (!row->most ||
	    (is_number(value, &number) && number >= row->least && number <= row->most))
		return false;
	snprintf(what, 256, "it is a number from %ld to %ld", row->least, row->most);
	return true;
}

const char *settings_text(const struct settings *settings, enum setting setting)
{
	const char *text = settings->values[setting].text;

	return text ? text : setting_rows[setting].fallback;
}

long settings_number(const struct settings *settings, enum setting setting)
{
	return strtol(settings_text(settings, setting), NULL, 10);
}

const char *settings_origin(const struct settings *settings, enum setting setting)
{
	const char *origin = settings->values[setting].origin;

	return origin ? origin : "built in";
}

int settings_set(struct settings *settings, enum setting setting, const char *text, char *origin)
{
	char *copy = strdup(text);

	if (!copy || !origin) {
		free(copy);
		free(origin);
		return -ENOMEM;
	}
	free(settings->values[setting].text);
	free(settings->values[setting].origin);
	settings->values[setting].text = copy;
	settings->values[setting].origin = origin;
	return 0;
}

int settings_read_environment(struct settings *settings)
{
	int r = 0;

	for (size_t i = 0; i < SETTING_COUNT && r == 0; i++) {
		const char *name = setting_rows[i].environment;
		const char *value = name ? getenv(name) : NULL;
		char *origin;

		if (value && *value)
			r = settings_set(settings, (enum setting)i, value,
					 asprintf(&origin, "$%s", name) < 0 ? NULL : origin);
	}
	return r;
}

/* The first fault is kept; a file that is not there is none. */
static int read_one(struct settings *settings, const char *path, struct setting_fault *fault,
		    int before)
{
	struct setting_fault found;
	int r = settings_read_file(settings, path, &found);

	if (r == -ENOENT)
		return before;
	if (r > 0 && before == 0)
		*fault = found;
	settings->faulty |= r > 0;
	return r < 0 ? r : r + before > 0;
}

static int is_conf(const struct dirent *entry)
{
	return fnmatch("*.conf", entry->d_name, FNM_PERIOD) == 0;
}

static int read_folder(struct settings *settings, struct setting_fault *fault, int before)
{
	struct dirent **entries;
	int count = scandir(SYSTEM_FOLDER, &entries, is_conf, alphasort), r = before;
	char path[sizeof(SYSTEM_FOLDER) + 257];

	if (count < 0)
		return r;
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), SYSTEM_FOLDER "/%s", entries[i]->d_name);
		r = r < 0 ? r : read_one(settings, path, fault, r);
		free(entries[i]);
	}
	free(entries);
	return r;
}

static int read_system(struct settings *settings, const char *named, struct setting_fault *fault)
{
	int r;

	if (named && *named) {
		r = settings_read_file(settings, named, fault);
		if (r != -ENOENT) {
			settings->faulty |= r > 0;
			return r;
		}
		snprintf(fault->where, sizeof(fault->where), "%s", named);
		snprintf(fault->what, sizeof(fault->what), "%s", strerror(-r));
		settings->faulty = true;
		return 1;
	}
	r = read_one(settings, SYSTEM_FILE, fault, 0);
	return r < 0 ? r : read_folder(settings, fault, r);
}

static int read_user(struct settings *settings, struct setting_fault *fault, int before)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	drop(free) char *path = NULL;
	int size = 0;

	if (config && *config == '/')
		size = asprintf(&path, "%s/incident/config", config);
	else if (home && *home == '/')
		size = asprintf(&path, "%s/.config/incident/config", home);
	if (size < 0)
		return -ENOMEM;
	return path ? read_one(settings, path, fault, before) : before;
}

int settings_read(struct settings *settings, const struct setting_sources *sources,
		  struct setting_fault *fault)
{
	int r = read_system(settings, sources->file, fault);

	return r >= 0 && sources->user ? read_user(settings, fault, r) : r;
}

static void free_item(struct setting_item *item)
{
	for (size_t i = 0; i < SETTING_FIELDS; i++)
		free(item->fields[i]);
	free(item->name);
	free(item->origin);
}

void settings_free(struct settings *settings)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		free(settings->values[i].text);
		free(settings->values[i].origin);
	}
	for (size_t i = 0; i < settings->count; i++)
		free_item(&settings->items[i]);
	free(settings->items);
	*settings = (struct settings){ 0 };
}
