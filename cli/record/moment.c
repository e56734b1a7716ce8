/* SPDX-License-Identifier: MIT */
/*
 * A bare clock time means the latest such time, but with an old incident at hand its own day is meant:
 * then it is the one nearest to the opening.
 */
#include "cli/record/moment.h"

#include <string.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "lib/drop.h"

/* An incident that was opened within this is "now". */
#define MOMENT_NEAR (12 * STAMP_HOUR)

static int explain(struct session *session, const char *typed, const char *message)
{
	say_error(session, "\"%s\" is no time", typed);
	say_reason(session, "%s", message);
	say_try(session, "incident help time");
	return EXIT_USAGE;
}

static int read_when(struct session *session, const char *typed, const struct when_context *context,
		     struct when *when)
{
	char message[WHEN_MESSAGE_SIZE];
	int answer = when_parse(typed, context, when, message);

	return answer ? explain(session, typed, message) : EXIT_OK;
}

/* "10:32", "~10:32:05 UTC": no date in it. */
static bool is_clock(const char *typed)
{
	const char *clock = typed + (*typed == '~');
	size_t size = strspn(clock, "0123456789:.");

	return size > 3 && memchr(clock, ':', size) && strchr("\0 ,", clock[size]);
}

int64_t moment_near(struct session *session)
{
	drop(json_decref) json_t *reply = NULL;
	const char *opened = NULL;
	int live = false;
	int64_t at;
	json_t *selector = session->incident ? json_string(session->incident) : NULL;

	if (client_call(session, "Show", json_pack("{s:o*}", "incident", selector), &reply))
		return 0; /* what is wrong will be said when it is recorded */
	json_unpack(reply, "{s:{s?s, s?b}}", "incident", "opened_at", &opened, "live", &live);
	if (!opened || stamp_parse(opened, &at))
		return 0;
	return live && session->now - at < MOMENT_NEAR ? 0 : at;
}

static int put_stamp(json_t *object, const char *name, int64_t at)
{
	char stamp[STAMP_SIZE];

	json_object_set_new(object, name, json_string(stamp_format(at, stamp)));
	return EXIT_OK;
}

static int read_at(struct session *session, struct when_context *context, json_t *object)
{
	struct when when;
	int code = read_when(session, session->at, context, &when);

	/* Near an entry of this morning, this evening is nearer than yesterday's; it has not come yet. */
	if (!code && context->near && is_clock(session->at) && when.at > session->now) {
		context->near = 0;
		code = read_when(session, session->at, context, &when);
	}
	if (code)
		return code;
	if (when.about)
		json_object_set_new(object, "about", json_true());
	if (!when.unknown) {
		context->near = when.at;
		return put_stamp(object, "at", when.at);
	}
	json_object_set_new(object, "at", json_string("unknown"));
	return EXIT_OK;
}

/* When it began, as far as that is known: MOMENT_UNKNOWN. */
static int64_t find_begin(const struct session *session, int64_t near, const json_t *object)
{
	const char *typed = json_string_value(json_object_get(object, "at"));
	int64_t at;

	if (typed)
		return stamp_parse(typed, &at) == 0 ? at : MOMENT_UNKNOWN;
	return near == MOMENT_ASK ? session->now : near;
}

static int refuse_until(struct session *session)
{
	if (session->at)
		return say_usage(session, "--until is before --at");
	say_error(session, "it would end before it began");
	say_try(session, "--at TIME says when it began, --until TIME when it ended");
	return EXIT_USAGE;
}

static int read_until(struct session *session, const struct when_context *context, int64_t near,
		      json_t *object)
{
	struct when when;
	int code = read_when(session, session->until, context, &when);

	if (code)
		return code;
	if (when.unknown && near == MOMENT_ASK)
		return say_usage(session, "an end that is unknown is left out");
	if (when.unknown)
		return json_object_set_new(object, "until", json_null()) ? EXIT_FAILED : EXIT_OK;
	if (when.at < find_begin(session, near, object))
		return refuse_until(session);
	return put_stamp(object, "until", when.at);
}

int moment_read(struct session *session, int64_t near, json_t *object)
{
	struct when_context context = { .now = session->now, .near = near };
	bool clock = (session->at && is_clock(session->at)) ||
		     (session->until && is_clock(session->until));

	if (near == MOMENT_ASK || near == MOMENT_UNKNOWN)
		context.near = clock ? moment_near(session) : 0;
	int code = session->at ? read_at(session, &context, object) : EXIT_OK;
	return !code && session->until ? read_until(session, &context, near, object) : code;
}

static int read_stamp(struct session *session, const char *typed, bool ahead,
		      char stamp[STAMP_SIZE])
{
	const struct when_context context = { .now = session->now, .ahead = ahead };
	struct when when;
	int code = read_when(session, typed, &context, &when);

	if (!code && when.unknown)
		return say_usage(session, "\"%s\" is no time to reckon with", typed);
	if (!code)
		stamp_format(when.at, stamp);
	return code;
}

int moment_ahead(struct session *session, const char *typed, char stamp[STAMP_SIZE])
{
	return read_stamp(session, typed, true, stamp);
}

int moment_past(struct session *session, const char *typed, char stamp[STAMP_SIZE])
{
	return read_stamp(session, typed, false, stamp);
}

int moment_day(struct session *session, const char *typed, char day[WHEN_DAY_SIZE])
{
	const struct when_context context = { .now = session->now, .ahead = true };
	char message[WHEN_MESSAGE_SIZE];
	int answer = when_parse_day(typed, &context, day, message);

	return answer ? explain(session, typed, message) : EXIT_OK;
}
