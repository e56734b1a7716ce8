/* SPDX-License-Identifier: MIT */
/* Settings of files: are they right, what do they come to, and the recorder's reading them again. */
#include <string.h>

#include "cli/client/client.h"
#include "cli/config.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "cli/view/look.h"

enum { name_width = 22, value_width = 24 };

static void say_fault(void *session, const struct setting_fault *fault)
{
	say_error(session, "%s: %s", fault->where, fault->what);
}

static size_t count_set(const struct settings *settings)
{
	size_t set = settings->count;

	for (size_t i = 0; i < SETTING_COUNT; i++)
		set += settings->values[i].text != NULL;
	return set;
}

/* The session has those of the environment, which no file named here can say anything of. */
static int check(struct session *session, const struct setting_sources *sources)
{
	drop(settings_free) struct settings settings = { 0 };
	struct setting_fault fault;
	size_t faults;
	int r = settings_read(&settings, sources, &fault);

	if (r < 0) {
		say_error(session, "the settings cannot be read: %s", strerror(-r));
		return EXIT_FAILED;
	}
	if (r > 0)
		say_fault(session, &fault);
	faults = config_faults(&settings, say_fault, session);
	if (sources->user)
		faults += config_faults(&session->settings, say_fault, session);
	if (faults || r > 0)
		return EXIT_FAILED;
	if (!session->quiet)
		fprintf(session->out.stream, "right: %zu set\n", count_set(&settings));
	return EXIT_OK;
}

int verb_config_check(struct session *session, const struct command *command,
		      const struct arguments *arguments)
{
	const struct setting_sources sources = {
		.file = arguments->count ? arguments->words[0] : getenv("INCIDENT_CONFIG"),
		.user = !arguments->count,
	};

	(void)command;
	if (arguments->count > 1)
		return say_usage(session, "incident config check [FILE]");
	return check(session, &sources);
}

/* `metric publish { label = "time to publish" … }`, without the braces. */
static json_t *item_json(const struct setting_item *item)
{
	const struct setting_group_row *row = &setting_group_rows[item->group];
	json_t *value = json_object();
	drop(json_decref) json_t *name = json_sprintf("%s %s", row->name, item->name);

	for (size_t i = 0; i < SETTING_FIELDS && row->fields[i]; i++)
		json_object_set_new(value, row->fields[i], json_string(item->fields[i]));
	return json_pack("{s:O, s:o, s:s}", "name", name, "value", value, "origin", item->origin);
}

/* [{"name", "value", "origin"}] */
static json_t *shown(const struct session *session)
{
	const struct settings *settings = &session->settings;
	json_t *rows = json_array();

	for (size_t i = 0; i < SETTING_COUNT; i++)
		json_array_append_new(
			rows, json_pack("{s:s, s:s, s:s, s:s}", "name", setting_rows[i].name,
					"value", settings_text(settings, (enum setting)i), "origin",
					settings_origin(settings, (enum setting)i), "program",
					setting_rows[i].program));
	for (size_t i = 0; i < settings->count; i++)
		json_array_append_new(rows, item_json(&settings->items[i]));
	return rows;
}

static void print_row(const struct session *session, const json_t *row, bool origin)
{
	const struct screen *screen = &session->out;
	const json_t *value = json_object_get(row, "value");
	drop(free) char *text = json_is_string(value) ? strdup(json_string_value(value))
						      : json_dumps(value, JSON_COMPACT);
	size_t size = text ? strlen(text) : 0;

	screen_print(screen, PAINT_PLAIN, "%-*s", name_width,
		     json_string_value(json_object_get(row, "name")));
	screen_text(screen, PAINT_BOLD, text ? text : "", 0);
	if (origin) {
		screen_spaces(screen, size < value_width ? value_width - size : 1);
		screen_text(screen, PAINT_DIM, json_string_value(json_object_get(row, "origin")),
			    0);
	}
	fputc('\n', screen->stream);
}

static int show(struct session *session, bool origin)
{
	drop(json_decref) json_t *rows = shown(session);
	const json_t *row;
	size_t index;

	if (session_wants(session, "json")) {
		look_json(session, rows);
		return EXIT_OK;
	}
	json_array_foreach (rows, index, row)
		print_row(session, row, origin);
	return EXIT_OK;
}

int verb_config_show(struct session *session, const struct command *command,
		     const struct arguments *arguments)
{
	(void)command;
	if (arguments->count)
		return say_usage(session, "incident config show");
	/* --utc is the same as --tz UTC */
	if (session->zone &&
	    settings_set(&session->settings, SETTING_TZ, session->zone, strdup("--tz")) < 0) {
		say_error(session, "the settings cannot be shown: no memory");
		return EXIT_FAILED;
	}
	return show(session, argument_option(arguments, "origin", 0));
}

int verb_admin_reload(struct session *session, const struct command *command,
		      const struct arguments *arguments)
{
	drop(json_decref) json_t *reply = NULL;
	enum client_answer answer;

	(void)command;
	if (arguments->count)
		return say_usage(session, "incident admin reload");
	if (!client_is_there(session)) {
		say_error(session, "incidentd does not run");
		say_try(session, "it reads its settings when it starts");
		return EXIT_FAILED;
	}
	answer = client_call(session, "Reload", NULL, &reply);
	return answer ? client_explain(session, answer) : EXIT_OK;
}
