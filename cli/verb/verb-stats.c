/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <stdlib.h>
#include <string.h>

#include "cli/config.h"
#include "cli/say.h"
#include "cli/timeline/filter.h"
#include "cli/view/look.h"
#include "cli/view/pager.h"
#include "cli/view/view-stats.h"
#include "lib/drop.h"
#include "lib/when.h"

/*
 * incident stats: the incidents that are meant are read one after the other. What was no outage, a false
 * alarm or a duplicate, has no figures. An incident of several services counts for each of them.
 */
enum by { BY_NOTHING, BY_MONTH, BY_SERVICE, BY_SEVERITY, BY_COUNT };

static const char *const by_words[BY_COUNT] = { "", "month", "service", "severity" };

struct wish {
	struct filter filter;
	int64_t severity; /* 0: any */
	const char *service;
	enum by by;
};

static int read_by(struct session *session, const char *typed, enum by *by)
{
	*by = BY_NOTHING;
	if (!typed)
		return EXIT_OK;
	for (*by = BY_MONTH; *by < BY_COUNT; (*by)++)
		if (strcmp(by_words[*by], typed) == 0)
			return EXIT_OK;
	return say_usage(session, "--by takes month, service or severity, not \"%s\"", typed);
}

static int read_severity(struct session *session, const char *typed, int64_t *severity)
{
	static const char *const before[] = { "sev", "p", "s", "" };

	*severity = 0;
	for (size_t i = 0; typed && i < sizeof(before) / sizeof(before[0]); i++) {
		size_t size = strlen(before[i]);

		if (strncasecmp(typed, before[i], size) == 0 && typed[size] >= '1' &&
		    typed[size] <= '5' && !typed[size + 1])
			*severity = typed[size] - '0';
	}
	if (typed && !*severity)
		return say_usage(session, "--severity takes 1 to 5, not \"%s\"", typed);
	return EXIT_OK;
}

static int read_wish(struct session *session, const struct arguments *arguments, struct wish *wish)
{
	int code = filter_read(session, arguments, 0, &wish->filter);

	wish->service = argument_option(arguments, "service", 0);
	if (code == EXIT_OK)
		code = read_severity(session, argument_option(arguments, "severity", 0),
				     &wish->severity);
	return code ? code : read_by(session, argument_option(arguments, "by", 0), &wish->by);
}

static int64_t began(const struct timeline *timeline)
{
	int64_t at = timeline_time(timeline, "started");

	return at == EVENT_NEVER ? timeline_time(timeline, "opened_at") : at;
}

/* --service is looked for without regard to case. */
static bool is_of_service(const struct timeline *timeline, const char *wanted)
{
	drop(json_decref) json_t *names = timeline_services(timeline);
	const char *name;
	json_t *value;

	json_object_foreach (names, name, value)
		if (strcasecmp(name, wanted) == 0)
			return true;
	return false;
}

static bool is_wanted(const struct wish *wish, const struct timeline *timeline)
{
	int64_t at = began(timeline);

	if (wish->severity && timeline_number(timeline, "severity", 0) != wish->severity)
		return false;
	if ((wish->filter.since != EVENT_NEVER && at < wish->filter.since) ||
	    (wish->filter.until != EVENT_NEVER && at > wish->filter.until))
		return false;
	return !wish->service || is_of_service(timeline, wish->service);
}

static bool is_outage(const struct timeline *timeline)
{
	const char *reason = timeline_text(timeline, "reason");

	return strcmp(reason, "false_alarm") != 0 && strcmp(reason, "duplicate") != 0;
}

static int add_services(struct stats *stats, const struct timeline *timeline)
{
	drop(json_decref) json_t *names = timeline_services(timeline);
	const char *name;
	json_t *value;
	int r = 0;

	if (!json_object_size(names))
		return stats_add(stats, "no service", timeline);
	json_object_foreach (names, name, value)
		r = r ? r : stats_add(stats, name, timeline);
	return r;
}

static int add(struct stats *stats, enum by by, const struct timeline *timeline)
{
	int severity = (int)timeline_number(timeline, "severity", 0);
	char name[WHEN_TEXT_SIZE] = "all";
	int64_t at = began(timeline);

	if (by == BY_SERVICE)
		return add_services(stats, timeline);
	if (by == BY_MONTH && at == EVENT_NEVER)
		strcpy(name, "no time");
	else if (by == BY_MONTH)
		when_format(at, WHEN_DATE, name)[strlen("2026-11")] = '\0';
	else if (by == BY_SEVERITY && severity)
		snprintf(name, sizeof(name), "sev%d", severity);
	else if (by == BY_SEVERITY)
		strcpy(name, "no severity");
	return stats_add(stats, name, timeline);
}

static int read_one(struct session *session, const struct wish *wish, const json_t *incident,
		    struct stats *stats, size_t *left_out)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	const char *id = json_string_value(json_object_get(incident, "incident"));
	int code = timeline_load(session, id, &timeline);

	if (code != EXIT_OK || !is_wanted(wish, timeline))
		return code;
	if (!is_outage(timeline)) {
		(*left_out)++;
		return EXIT_OK;
	}
	return add(stats, wish->by, timeline) ? EXIT_FAILED : EXIT_OK;
}

static void print(struct session *session, const struct stats *stats, size_t left_out)
{
	drop(json_decref) json_t *json = NULL;
	pid_t pager = pager_start(session);

	if (session_wants(session, "json")) {
		json = view_stats_json(stats, left_out);
		look_json(session, json);
	} else if (stats->count) {
		view_stats(&session->out, stats, left_out);
	}
	pager_stop(pager);
	if (!stats->count)
		say_warning(session, "there is no such incident: incident list --all");
}

int verb_stats(struct session *session, const struct command *command,
	       const struct arguments *arguments)
{
	drop(json_decref) json_t *incidents = NULL;
	drop(stats_free) struct stats stats = { 0 };
	struct metrics metrics;
	struct wish wish = { 0 };
	size_t left_out = 0, index;
	json_t *incident;
	int code = read_wish(session, arguments, &wish);

	(void)command;
	config_metrics(session, &metrics);
	stats.metrics = &metrics;
	if (code == EXIT_OK)
		code = look_list(session, NULL, NULL, 0, &incidents);
	json_array_foreach (incidents, index, incident)
		if (code == EXIT_OK)
			code = read_one(session, &wish, incident, &stats, &left_out);
	if (code != EXIT_OK)
		return code;
	stats_sort(&stats);
	print(session, &stats, left_out);
	return EXIT_OK;
}
