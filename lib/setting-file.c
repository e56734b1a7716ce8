/* SPDX-License-Identifier: MIT */
/* One file. The door to libconfuse: what a value may be is checked while it reads, as only then it knows the line. */
#include <confuse.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/setting-text.h"
#include "lib/setting.h"

/* libconfuse hands its callbacks nothing of ours. */
static _Thread_local struct setting_fault *faulty;
static _Thread_local int faulty_line;

static inline void cfg_freep(cfg_t **config)
{
	if (*config)
		cfg_free(*config);
}

/* The first is the one to mend. */
__attribute__((format(printf, 2, 0))) static void on_error(cfg_t *config, const char *format,
							   va_list arguments)
{
	if (!faulty || *faulty->what)
		return;
	vsnprintf(faulty->what, sizeof(faulty->what), format, arguments);
	faulty_line = config->line;
}

/* Where an option was set is kept in its comment, which is for nothing else here. Of two, libconfuse takes the last. */
static int keep_line(cfg_t *config, cfg_opt_t *option)
{
	const char *before = cfg_opt_getcomment(option);
	char line[16];

	if (before) {
		cfg_error(config, "%s: line %s sets it already; remove one of the two",
			  option->name, before);
		return -1;
	}
	snprintf(line, sizeof(line), "%d", config->line);
	return cfg_opt_setcomment(option, line) == CFG_SUCCESS ? 0 : -1;
}

static int check_value(cfg_t *config, cfg_opt_t *option)
{
	char what[256];

	if (setting_is_wrong(setting_find(option->name), cfg_opt_getnstr(option, 0), what)) {
		cfg_error(config, "%s: %s", option->name, what);
		return -1;
	}
	return keep_line(config, option);
}

static int check_item(cfg_t *config, cfg_opt_t *option)
{
	cfg_t *item = cfg_opt_getnsec(option, cfg_opt_size(option) - 1);

	for (cfg_opt_t *field = item->opts; field->name; field++) {
		if (cfg_opt_size(field) && *cfg_opt_getnstr(field, 0))
			continue;
		cfg_error(config, "%s %s: it has no %s", option->name, cfg_title(item),
			  field->name);
		return -1;
	}
	return 0;
}

/* The table as libconfuse wants it; it copies it. */
struct grammar {
	cfg_opt_t fields[SETTING_GROUPS][SETTING_FIELDS + 1];
	cfg_opt_t options[SETTING_COUNT + SETTING_GROUPS + 1];
};

static void add_group(struct grammar *grammar, size_t number)
{
	const struct setting_group_row *row = &setting_group_rows[number];
	cfg_opt_t *field = grammar->fields[number];

	for (size_t i = 0; i < SETTING_FIELDS && row->fields[i]; i++)
		*field++ = (cfg_opt_t)CFG_STR(row->fields[i], NULL, CFGF_NODEFAULT);
	*field = (cfg_opt_t)CFG_END();
	grammar->options[SETTING_COUNT + number] = (cfg_opt_t)CFG_SEC(
		row->name, grammar->fields[number], CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
}

static cfg_t *open_grammar(struct grammar *grammar)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		grammar->options[i] =
			(cfg_opt_t)CFG_STR(setting_rows[i].name, NULL, CFGF_NODEFAULT);
	for (size_t i = 0; i < SETTING_GROUPS; i++)
		add_group(grammar, i);
	grammar->options[SETTING_COUNT + SETTING_GROUPS] = (cfg_opt_t)CFG_END();
	return cfg_init(grammar->options, CFGF_NONE);
}

static void set_group_checks(cfg_t *file, const struct setting_group_row *row)
{
	char name[64];

	cfg_set_validate_func(file, row->name, check_item);
	for (size_t i = 0; i < SETTING_FIELDS && row->fields[i]; i++) {
		snprintf(name, sizeof(name), "%s|%s", row->name, row->fields[i]);
		cfg_set_validate_func(file, name, keep_line);
	}
}

static void set_checks(cfg_t *file)
{
	cfg_set_error_function(file, on_error);
	for (size_t i = 0; i < SETTING_COUNT; i++)
		cfg_set_validate_func(file, setting_rows[i].name, check_value);
	for (size_t i = 0; i < SETTING_GROUPS; i++)
		set_group_checks(file, &setting_group_rows[i]);
}

static char *origin(const char *path, const char *line)
{
	char *text;

	return asprintf(&text, "%s:%s", path, line) < 0 ? NULL : text;
}

/* That of the name, of an earlier file, or a new one. NULL: no memory. */
static struct setting_item *place_for(struct settings *settings, enum setting_group group,
				      const char *name)
{
	struct setting_item *items;

	for (size_t i = 0; i < settings->count; i++)
		if (settings->items[i].group == group && strcmp(settings->items[i].name, name) == 0)
			return &settings->items[i];
	items = reallocarray(settings->items, settings->count + 1, sizeof(*items));
	if (!items)
		return NULL;
	settings->items = items;
	items[settings->count] = (struct setting_item){ .group = group, .name = strdup(name) };
	return items[settings->count].name ? &items[settings->count++] : NULL;
}

static int set(char **place, char *text)
{
	free(*place);
	*place = text;
	return text ? 0 : -ENOMEM;
}

/* That of its first field: what libconfuse has of a section is where it ends. */
static const char *first_line(cfg_t *section)
{
	const char *first = NULL;

	for (cfg_opt_t *field = section->opts; field->name; field++) {
		const char *line = cfg_opt_getcomment(field);

		if (line && (!first || atoi(line) < atoi(first)))
			first = line;
	}
	return first;
}

static int take_item(struct settings *settings, enum setting_group group, cfg_t *section,
		     const char *path)
{
	const struct setting_group_row *row = &setting_group_rows[group];
	struct setting_item *item = place_for(settings, group, cfg_title(section));
	int r;

	if (!item)
		return -ENOMEM;
	r = set(&item->origin, origin(path, first_line(section)));
	for (size_t i = 0; i < SETTING_FIELDS && row->fields[i] && r == 0; i++)
		r = set(&item->fields[i], strdup(cfg_getstr(section, row->fields[i])));
	return r;
}

static int take(struct settings *settings, cfg_t *file, const char *path)
{
	int r = 0;

	for (size_t i = 0; i < SETTING_COUNT && r == 0; i++) {
		cfg_opt_t *option = cfg_getopt(file, setting_rows[i].name);

		if (cfg_opt_size(option) && cfg_opt_getnstr(option, 0))
			r = settings_set(settings, (enum setting)i, cfg_opt_getnstr(option, 0),
					 origin(path, cfg_opt_getcomment(option)));
	}
	for (size_t i = 0; i < SETTING_GROUPS; i++)
		for (unsigned n = 0; n < cfg_size(file, setting_group_rows[i].name) && r == 0; n++)
			r = take_item(settings, (enum setting_group)i,
				      cfg_getnsec(file, setting_group_rows[i].name, n), path);
	return r;
}

static const char *const text_faults[] = {
	[SETTING_TEXT_WRONG] = "it is no text, or too long",
	[SETTING_TEXT_SPECIAL] = "it is no regular file",
	[SETTING_TEXT_OPEN] = "a comment begins here that does not end",
	[SETTING_TEXT_SECTION] = "a section begins here that does not end: } is missing",
	[SETTING_TEXT_ESCAPE] = "in double quotes a backslash stands only before \\ \" $ n r t; "
				"use single quotes, where it is one",
	[SETTING_TEXT_BARE] = "what has a * or a + stands in single quotes",
};

static int read_text(const char *path, struct buffer *text, struct setting_fault *fault)
{
	unsigned line;
	int r = setting_text_read(path, text, &line);

	if (r > 0)
		snprintf(fault->what, sizeof(fault->what), "%s", text_faults[r]);
	faulty_line = (int)line;
	return r;
}

static int understand(struct settings *settings, const char *text, const char *path,
		      struct setting_fault *fault)
{
	struct grammar grammar;
	drop(cfg_free) cfg_t *file = open_grammar(&grammar);
	int r;

	if (!file)
		return -ENOMEM;
	set_checks(file);
	faulty = fault;
	r = cfg_parse_buf(file, text) != CFG_SUCCESS || *fault->what;
	faulty = NULL;
	return r ? r : take(settings, file, path);
}

/* Mostly there is no file, and then nothing else is done. */
int settings_read_file(struct settings *settings, const char *path, struct setting_fault *fault)
{
	drop(buffer_free) struct buffer text = { 0 };
	int r;

	*fault = (struct setting_fault){ 0 };
	r = read_text(path, &text, fault);
	r = r ? r : understand(settings, text.data, path, fault);
	if (r < 0 && r != -ENOENT && r != -ENOMEM) {
		snprintf(fault->what, sizeof(fault->what), "%s", strerror(-r));
		r = 1;
	}
	if (r > 0 && !*fault->what)
		snprintf(fault->what, sizeof(fault->what), "it is not understood");
	snprintf(fault->where, sizeof(fault->where), faulty_line ? "%s:%d" : "%s", path,
		 faulty_line);
	return r;
}
