/* SPDX-License-Identifier: MIT */
#include "cli/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/report/template.h"
#include "cli/say.h"
#include "cli/veil/pattern.h"
#include "cli/veil/rule.h"
#include "lib/when.h"

void config_open(struct session *session, bool files)
{
	const struct setting_sources sources = { .file = getenv("INCIDENT_CONFIG"), .user = true };
	struct setting_fault fault;
	int r = files ? settings_read(&session->settings, &sources, &fault) : 0;

	if (r > 0) {
		say_warning(session, "%s: %s", fault.where, fault.what);
		say_hint(session, "that file is not used: incident config check");
	}
	if (r < 0 || settings_read_environment(&session->settings) < 0)
		say_warning(session, "settings were left out: no memory");
}

static int add_metric(struct metrics *metrics, const struct setting_item *item)
{
	const struct metric row = { .name = item->name,
				    .label = item->fields[0],
				    .from = item->fields[1],
				    .to = item->fields[2] };

	return metrics_add(metrics, &row);
}

static bool metric_is_wrong(const struct setting_item *item, char what[256])
{
	struct metrics metrics = metrics_built_in;
	int answer = add_metric(&metrics, item);

	if (answer == METRICS_UNKNOWN)
		snprintf(what, 256,
			 "from and to are milestones: started, detected, acknowledged, "
			 "escalated, identified, mitigated, resolved, closed, ended");
	else if (!rule_name_is_right(item->name))
		snprintf(what, 256, "a name has letters, digits, - and _");
	else
		return false;
	return true;
}

static bool redact_is_wrong(const struct setting_item *item, char what[256])
{
	drop(pattern_free) struct pattern *pattern = pattern_new(item->fields[0], what);

	if (pattern && !rule_name_is_right(item->name))
		snprintf(what, 256, "a name has letters, digits, - and _");
	return !pattern || !rule_name_is_right(item->name);
}

bool config_item_is_wrong(const struct setting_item *item, char what[256])
{
	return item->group == SETTING_METRIC ? metric_is_wrong(item, what)
					     : redact_is_wrong(item, what);
}

void config_metrics(const struct session *session, struct metrics *metrics)
{
	const struct settings *settings = &session->settings;

	*metrics = metrics_built_in;
	for (size_t i = 0; i < settings->count; i++) {
		const struct setting_item *item = &settings->items[i];
		char what[256] = "there are too many metrics";

		if (item->group == SETTING_METRIC &&
		    (config_item_is_wrong(item, what) || add_metric(metrics, item)))
			say_warning(session, "%s: metric %s: %s", item->origin, item->name, what);
	}
}

/* $TZ may be a rule, or a path, too. */
static bool zone_is_wrong(const char *zone, const char *origin)
{
	return zone && *zone && when_use_zone(*origin == '$' ? NULL : zone) != 0;
}

static bool template_is_wrong(const char *name)
{
	return name && !template_find(name) && access(name, R_OK) < 0;
}

static bool value_is_wrong(const struct settings *settings, enum setting setting,
			   struct setting_fault *fault)
{
	const char *text = settings->values[setting].text;
	const char *origin = settings_origin(settings, setting);

	if (setting == SETTING_TZ && zone_is_wrong(text, origin))
		snprintf(fault->what, sizeof(fault->what), "there is no time zone \"%s\"", text);
	else if (setting == SETTING_TEMPLATE && template_is_wrong(text))
		snprintf(fault->what, sizeof(fault->what), "there is no template \"%s\"", text);
	else
		return false;
	snprintf(fault->where, sizeof(fault->where), "%s", origin);
	return true;
}

static bool item_is_wrong(const struct setting_item *item, struct setting_fault *fault)
{
	char what[256];

	if (!config_item_is_wrong(item, what))
		return false;
	snprintf(fault->where, sizeof(fault->where), "%s", item->origin);
	snprintf(fault->what, sizeof(fault->what), "%s %.60s: %.180s",
		 setting_group_rows[item->group].name, item->name, what);
	return true;
}

size_t config_faults(const struct settings *settings,
		     void (*on_fault)(void *owner, const struct setting_fault *fault), void *owner)
{
	struct setting_fault fault;
	size_t faults = 0;

	for (size_t i = 0; i < SETTING_COUNT + settings->count; i++) {
		bool wrong = i < SETTING_COUNT
				     ? value_is_wrong(settings, (enum setting)i, &fault)
				     : item_is_wrong(&settings->items[i - SETTING_COUNT], &fault);

		if (wrong)
			on_fault(owner, &fault);
		faults += wrong;
	}
	return faults;
}
