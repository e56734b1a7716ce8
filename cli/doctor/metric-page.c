/* SPDX-License-Identifier: MIT */
/* A row says which figure of Status it is and how that becomes a number, or has a function of its own. */
#include "cli/doctor/metric-page.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/client/wire.h"
#include "cli/doctor/bounded.h"
#include "cli/doctor/metric-line.h"
#include "cli/doctor/waiting.h"
#include "include/config.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/stamp.h"
#include "lib/timekeeping.h"

struct page {
	const struct recorder *recorder;
	const struct diagnosis *diagnoses;
	struct metric_lines lines;
};

struct row {
	const char *name, *type, *help;
	/* Append lines. */
	void (*put)(struct page *page, const struct row *row);
	const char *from;  /* a path of Status */
	const char *label; /* of what has one */
};

static void put_plain(struct page *page, const struct row *row, int64_t number)
{
	char text[METRIC_FIGURE];

	metric_line(&page->lines, row->name, METRIC_LABELS(), metric_integer(number, text));
}

static void put_number(struct page *page, const struct row *row)
{
	const json_t *value = recorder_value(page->recorder, row->from);

	if (json_is_integer(value))
		put_plain(page, row, json_integer_value(value));
}

static void put_moment(struct page *page, const struct row *row)
{
	const char *value = recorder_text(page->recorder, row->from);
	char text[METRIC_FIGURE];
	int64_t at;

	if (value && stamp_parse(value, &at) == 0)
		metric_line(&page->lines, row->name, METRIC_LABELS(), metric_seconds(at, text));
}

/* 1 where Status has such a member. */
static void put_presence(struct page *page, const struct row *row)
{
	if (page->recorder->status)
		put_plain(page, row, recorder_value(page->recorder, row->from) != NULL);
}

/* A line a member: its name is the label. */
static void put_members(struct page *page, const struct row *row)
{
	const json_t *members = recorder_value(page->recorder, row->from);
	char text[METRIC_FIGURE];
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)members, name, value)
		if (json_is_integer(value))
			metric_line(&page->lines, row->name, METRIC_LABELS(row->label, name),
				    metric_integer(json_integer_value(value), text));
}

static void put_up(struct page *page, const struct row *row)
{
	put_plain(page, row, page->recorder->status != NULL);
}

static void put_info(struct page *page, const struct row *row)
{
	const char *version = page->recorder->version;

	metric_line(&page->lines, row->name,
		    METRIC_LABELS("client", INCIDENT_VERSION, "recorder", version ? version : ""),
		    "1");
}

static void put_checks(struct page *page, const struct row *row)
{
	for (int i = 0; i < DOCTOR_COUNT; i++)
		if (page->diagnoses[i].verdict == VERDICT_OK ||
		    page->diagnoses[i].verdict == VERDICT_WRONG)
			metric_line(&page->lines, row->name,
				    METRIC_LABELS(row->label, doctor_names[i]),
				    page->diagnoses[i].verdict == VERDICT_OK ? "1" : "0");
}

static void put_commits(struct page *page, const struct row *row)
{
	int64_t count = recorder_number(page->recorder, "commits.count", -1);
	char name[64], text[METRIC_FIGURE];

	if (count < 0)
		return;
	snprintf(name, sizeof(name), "%s_sum", row->name);
	metric_line(
		&page->lines, name, METRIC_LABELS(),
		metric_seconds(recorder_number(page->recorder, "commits.microseconds", 0), text));
	snprintf(name, sizeof(name), "%s_count", row->name);
	metric_line(&page->lines, name, METRIC_LABELS(), metric_integer(count, text));
}

static void put_missing(struct page *page, const struct row *row)
{
	int64_t wanted = recorder_number(page->recorder, "ballast.wanted", -1);

	if (wanted >= 0)
		put_plain(page, row, wanted - recorder_number(page->recorder, "ballast.there", 0));
}

static void look(int out, const void *owner)
{
	const struct recorder *recorder = owner;
	struct waiting waiting;

	if (waiting_read(&waiting, recorder->choice.spool) == 0 &&
	    write(out, &waiting, sizeof(waiting)) < 0)
		return;
}

/* By our own eyes, as the recorder may not run; where they may not look, by its word. */
static void put_spool(struct page *page, const struct row *row)
{
	const struct recorder *recorder = page->recorder;
	struct waiting waiting = { .files = 0 };
	struct bounded child = { .out = -1 };
	char text[METRIC_FIGURE];

	if (!recorder->place && recorder->choice.spool)
		bounded_start(&child, look, recorder);
	if (bounded_finish(&child, &waiting, sizeof(waiting), wire_deadline(CLIENT_CONNECT)) !=
	    sizeof(waiting)) {
		put_members(page, row);
		return;
	}
	metric_line(&page->lines, row->name, METRIC_LABELS(row->label, "waiting"),
		    metric_integer((int64_t)waiting.files, text));
	metric_line(&page->lines, row->name, METRIC_LABELS(row->label, "set_aside"),
		    metric_integer((int64_t)waiting.aside, text));
}

static void put_clock(struct page *page, const struct row *row)
{
	put_plain(page, row, timekeeping_is_synchronised());
}

static const struct row rows[] = {
	{ "incidentd_up", "gauge", "1 if the recorder answers.", put_up, NULL, NULL },
	{ "incidentd_info", "gauge", "The versions of incident and incidentd.", put_info, NULL,
	  NULL },
	{ "incidentd_check_ok", "gauge", "A line of incident doctor: 1 ok, 0 wrong.", put_checks,
	  NULL, "check" },
	{ "incidentd_start_time_seconds", "gauge", "When the recorder started.", put_moment,
	  "started_at", NULL },
	{ "incidentd_events_total", "counter", "Events on the log.", put_number, "events", NULL },
	{ "incidentd_recorded_events_total", "counter",
	  "Events recorded; divided by the commits it is the size of a batch.", put_number,
	  "recorded", NULL },
	{ "incidentd_commit_seconds", "summary", "Commits, and the time they took.", put_commits,
	  NULL, NULL },
	{ "incidentd_storage_errors_total", "counter",
	  "Errors of the database: for want of room, or of another kind.", put_members,
	  "storage_errors", "error" },
	{ "incidentd_degraded", "gauge",
	  "1 if nothing was committed since the last error of the database.", put_presence,
	  "degraded", NULL },
	{ "incidentd_damaged_databases", "gauge", "Databases that were damaged and set aside.",
	  put_number, "damaged", NULL },
	{ "incidentd_database_bytes", "gauge", "Size of the database.", put_number,
	  "database_bytes", NULL },
	{ "incidentd_wal_bytes", "gauge", "Size of its write-ahead log.", put_number, "wal_bytes",
	  NULL },
	{ "incidentd_disk_free_bytes", "gauge", "Free room of the file system that holds it.",
	  put_number, "disk.free", NULL },
	{ "incidentd_disk_size_bytes", "gauge", "Size of that file system.", put_number,
	  "disk.size", NULL },
	{ "incidentd_ballast_missing_bytes", "gauge",
	  "What is missing of the room that is kept for a full disk.", put_missing, NULL, NULL },
	{ "incidentd_spool_files", "gauge",
	  "Files of the spool: waiting for the recorder, or set aside.", put_spool, "spool",
	  "state" },
	{ "incidentd_last_verify_timestamp_seconds", "gauge", "When the log was last verified.",
	  put_moment, "verified.at", NULL },
	{ "incidentd_last_verify_findings", "gauge", "What did not fit then.", put_number,
	  "verified.findings", NULL },
	{ "incidentd_clock_synchronised", "gauge", "1 if the kernel's clock follows another one.",
	  put_clock, NULL, NULL },
	{ "incidentd_live_incidents", "gauge", "Incidents that a note could land in.", put_number,
	  "live", NULL },
	{ "incidentd_followers", "gauge", "Readers that follow the log.", put_number, "followers",
	  NULL },
	{ "incidentd_open_connections", "gauge", "Connections at present.", put_number, "peers",
	  NULL },
	{ "incidentd_connections_total", "counter", "Connections that were accepted.", put_number,
	  "connections", NULL },
	{ "incidentd_refused_connections_total", "counter",
	  "Connections that were refused because there were too many.", put_number,
	  "connections_refused", NULL },
	{ "incidentd_rests_total", "counter",
	  "Times that a user with many calls at once had to leave the time to others.", put_number,
	  "rests", NULL },
	{ "incidentd_refused_calls_total", "counter", "Calls that were answered with an error.",
	  put_members, "refused", "error" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

void metric_page_list(FILE *out)
{
	for (size_t i = 0; i < ROWS; i++)
		fprintf(out, "%s (%s)\n    %s\n", rows[i].name, rows[i].type, rows[i].help);
	fputs("\nchecks:", out);
	for (int i = 0; i < DOCTOR_COUNT; i++)
		fprintf(out, " %s", doctor_names[i]);
	fputs("\nWhat is counted is counted since the recorder started, but for the events on the log.\n"
	      "Of one of several logs of a host every metric has the label log.\n",
	      out);
}

/* What has no figure has no head either. */
static void put_row(struct page *page, const struct row *row, struct buffer *out)
{
	struct buffer *lines = &page->lines.out;

	buffer_clear(lines);
	row->put(page, row);
	if (lines->size) {
		buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", row->name, row->help, row->name,
			      row->type);
		buffer_add(out, lines->data, lines->size);
	}
	out->failed |= lines->failed;
}

int metric_page(const struct recorder *recorder, const struct diagnosis diagnoses[DOCTOR_COUNT])
{
	struct page page = { .recorder = recorder,
			     .diagnoses = diagnoses,
			     .lines.log = recorder->choice.log };
	drop(buffer_free) struct buffer out = { 0 };

	for (size_t i = 0; i < ROWS; i++)
		put_row(&page, &rows[i], &out);
	buffer_free(&page.lines.out);
	if (out.failed)
		return -ENOMEM;
	fputs(out.data, recorder->session->out.stream);
	return 0;
}
