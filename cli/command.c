/* SPDX-License-Identifier: MIT */
/* The one table. A row that records a kind says only what the kinds table does not: where help puts it. */
#include "cli/command.h"

#include "cli/verb/verb.h"
#include "lib/kind.h"

#define ANSWER                      "text json"
#define NONE                        .kind = COMMAND_NO_KIND
#define ANY                         .kind = COMMAND_ANY_KIND

#define RECORDS(upper, group_, ...) RECORDS_BY(verb_kind, upper, group_, __VA_ARGS__)
#define RECORDS_BY(run_, upper, group_, ...)                                              \
	{                                                                                 \
		.kind = KIND_##upper, .group = GROUP_##group_, .text = true, .run = run_, \
		.formats = ANSWER, __VA_ARGS__                                            \
	}

/* Of what leaves the house. */
#define VEIL_OPTIONS                                                                              \
	{ "pseudonyms", NULL, "people are called Engineer A, Engineer B", 0, OPTION_EVERYWHERE }, \
		{ "redact", NULL, "without secrets, addresses and the host that recorded", 0,     \
		  OPTION_EVERYWHERE },                                                            \
	{                                                                                         \
		"redact-rules", "FILE",                                                           \
			"and without what these match: a name and a regular "                     \
			"expression a line",                                                      \
			0, OPTION_EVERYWHERE                                                      \
	}

static const struct option_row close_options[] = {
	{ "false-alarm", NULL, "the same as --reason false_alarm", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row amend_options[] = {
	{ "kind", "KIND", "what the entry says: incident help kinds", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row move_options[] = {
	{ "to", "REF", "the incident they belong to", 0, OPTION_EVERYWHERE },
	{ "since", "TIME", "all entries from then on", 0, OPTION_EVERYWHERE },
	{ "mine", NULL, "my entries only", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row merge_options[] = {
	{ "into", "REF", "the incident that stays", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row task_list_options[] = {
	{ "owner", "WHO", "those that WHO owns", 0, OPTION_EVERYWHERE },
	{ "overdue", NULL, "those that were due before today", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row status_options[] = {
	{ "for", "customers", "impact, state and what was told, nothing else", 0,
	  OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row log_options[] = {
	{ "follow", NULL, "go on with what comes", 'f', OPTION_EVERYWHERE },
	{ "people", NULL, "without machine entries", 0, OPTION_EVERYWHERE },
	{ "audit", NULL, "with retracted entries and old values", 0, OPTION_EVERYWHERE },
	{ "all", NULL, "of all incidents", 0, OPTION_EVERYWHERE },
	{ "unfiled", NULL, "entries of no incident", 0, OPTION_EVERYWHERE },
	{ "since", "TIME", "from then on", 0, OPTION_EVERYWHERE },
	{ "kinds", "KIND,KIND", "these kinds only", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row list_options[] = {
	{ "todo", NULL, "only those with something left to do", 0, OPTION_EVERYWHERE },
	{ "all", NULL, "closed and merged ones, too", 0, OPTION_EVERYWHERE },
	{ "since", "TIME", "opened since then", 0, OPTION_EVERYWHERE },
	{ "limit", "N", "at most so many", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row search_options[] = {
	{ "limit", "N", "at most so many incidents", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row postmortem_options[] = {
	{ "template", "TEMPLATE or FILE", "the sections of a new document; --templates lists them",
	  0, OPTION_EVERYWHERE },
	{ "templates", NULL, "list the templates", 0, OPTION_EVERYWHERE },
	{ "update", "FILE", "refresh FILE, which has to be there; - is standard input and output",
	  0, OPTION_EVERYWHERE },
	{ "diagram", "DIAGRAM", "mermaid (a gantt), text, lifecycle, lifecycle-text, or none", 0,
	  OPTION_EVERYWHERE },
	{ "key-events", NULL, "the key entries in its timeline, the others in its appendix", 0,
	  OPTION_EVERYWHERE },
	{ "all-events", NULL, "all entries in its timeline", 0, OPTION_EVERYWHERE },
	{ "kinds", "KIND,KIND", "these kinds only", 0, OPTION_EVERYWHERE },
	VEIL_OPTIONS,
	{ 0 },
};

static const struct option_row stats_options[] = {
	{ "since", "TIME", "incidents that began since then", 0, OPTION_EVERYWHERE },
	{ "severity", "LEVEL", "of this severity: 1 to 5", 0, OPTION_EVERYWHERE },
	{ "service", "NAME", "of this service", 0, OPTION_EVERYWHERE },
	{ "by", "month|service|severity", "a table each", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row check_options[] = {
	{ "strict", NULL, "advice fails, too", 0, OPTION_EVERYWHERE },
	{ "ignore", "FINDING", "not this finding; may be repeated: incident help checks", 0,
	  OPTION_EVERYWHERE },
	{ "template", "TEMPLATE or FILE",
	  "its sections, instead of those the document was made from", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row add_options[] = {
	{ "dry-run", NULL, "say what would be recorded, record nothing", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row edit_options[] = {
	{ "resume", "FILE", "take up what an edit left behind", 0, OPTION_EVERYWHERE },
	{ 0 },
};

static const struct option_row export_options[] = {
	{ "all", NULL, "the whole log: all incidents, and what is in none", 0, OPTION_EVERYWHERE },
	{ "people", NULL, "without machine entries", 0, OPTION_EVERYWHERE },
	{ "pinned", NULL, "pinned entries only", 0, OPTION_EVERYWHERE },
	{ "kinds", "KIND,KIND", "these kinds only", 0, OPTION_EVERYWHERE },
	{ "since", "TIME", "from then on", 0, OPTION_EVERYWHERE },
	VEIL_OPTIONS,
	{ 0 },
};

static const struct option_row config_options[] = {
	{ "origin", NULL, "and where each is from", 0, OPTION_EVERYWHERE },
	{ 0 },
};

const struct option_row global_options[] = {
	{ "incident", "REF", "in that incident", 'i', OPTION_INCIDENTS },
	{ "at", "TIME", "when it happened: 5m, 10:32, ~10:30, unknown", 0, OPTION_MOMENTS },
	{ "until", "TIME", "when it ended; of what is looked at: up to then", 0, OPTION_SPANS },
	{ "actor", "WHO", "who did it, if somebody else", 0, OPTION_RECORDS },
	{ "source", "PROGRAM", "the program that records it", 0, OPTION_RECORDS },
	{ "tag", "TAG", "a word to find it by; may be repeated", 0, OPTION_RECORDS },
	{ "output", "FORMAT", "how the answer looks; help lists them", 'o', OPTION_EVERYWHERE },
	{ "json", NULL, "the same as -o json", 0, OPTION_EVERYWHERE },
	{ "quiet", NULL, "the handle alone; -qq nothing", 'q', OPTION_EVERYWHERE },
	{ "tz", "ZONE", "show and read times in this zone", 0, OPTION_EVERYWHERE },
	{ "utc", NULL, "the same as --tz UTC", 0, OPTION_EVERYWHERE },
	{ "color", "auto|always|never", "whether there is colour", 0, OPTION_EVERYWHERE },
	{ "no-pager", NULL, "print long answers as they are", 0, OPTION_EVERYWHERE },
	{ "socket", "PATH", "the recorder that listens there", 0, OPTION_EVERYWHERE },
	{ "user", NULL, "the private log of this user", 0, OPTION_EVERYWHERE },
	{ "log", "LOG", "another log of this host, with a group of its own", 0, OPTION_EVERYWHERE },
	{ "host", "HOST", "the recorder of another host, by ssh", 0, OPTION_EVERYWHERE },
	{ "help", NULL, "what this verb does", 'h', OPTION_EVERYWHERE },
	{ "version", NULL, "the same as incident version", 0, OPTION_EVERYWHERE },
	{ 0 },
};

const struct command commands[] = {
	RECORDS(OPENED, HAPPENED, .example = "open \"checkout slow\" --severity 2 --service web"),
	RECORDS(NOTE, HAPPENED, .example = "note restarted web3 with kill -9 --at 5m"),
	RECORDS(DETECTED, HAPPENED,
		.example = "detect \"p99 of /checkout above 8 s\" --by monitoring"),
	RECORDS(ACKNOWLEDGED, HAPPENED, .example = "ack"),
	RECORDS(IMPACT, HAPPENED, .example = "impact checkout fails --users ~80% --at 10:15"),
	RECORDS(HYPOTHESIS, HAPPENED, .example = "suspect the network"),
	RECORDS(RULED_OUT, HAPPENED, .example = "rule-out last no loss on any link"),
	RECORDS(CONFIRMED, HAPPENED, .example = "confirm 3fk2 the pool is full"),
	RECORDS(FINDING, HAPPENED, .example = "found db1 at 500 of 500 connections"),
	RECORDS(CHANGE, HAPPENED, .example = "change web 4.2.1 rolled out --at 20m"),
	RECORDS(ACTION, HAPPENED, .example = "act pool limited to 20"),
	RECORDS(ESCALATED, HAPPENED, .example = "escalate --to database pool is full"),
	RECORDS(MITIGATED, HAPPENED, .example = "mitigate pool limited, nodes restarted"),
	RECORDS(RESOLVED, HAPPENED, .example = "resolve error rate is back to normal"),
	RECORDS(CLOSED, HAPPENED, .options = close_options, .example = "close --false-alarm"),
	RECORDS(REOPENED, HAPPENED, .example = "reopen -i k7qd it is back"),
	RECORDS(SEVERITY, WHO, .example = "severity 1 all regions"),
	RECORDS(RETITLED, WHO, .example = "title Checkout slow and failing"),
	RECORDS(SERVICE, WHO, .example = "service checkout"),
	RECORDS(LINK, WHO, .example = "link https://meet.example/k7qd"),
	RECORDS(ROLE, WHO, .example = "role commander bob"),
	{ "handover", "PERSON [TEXT]", "the commander's role passes on, and the brief is printed",
	  GROUP_WHO, NULL, true, verb_handover, KIND_ROLE, ANSWER, "handover carol" },
	RECORDS(UPDATE, WHO,
		.example = "update \"checkout is recovering\" --to customers --next 30m"),
	RECORDS(CAUSE, AFTER, .example = "cause every web node opened its own pool"),
	RECORDS(LESSON, AFTER, .example = "lesson --lucky the database team was awake"),
	RECORDS(IMPROVEMENT, AFTER, .example = "improve alerts on the database pool"),
	RECORDS(TASK, AFTER, .name = "task add",
		.example = "task add alert on pool size --owner dana --due friday"),
	{ "task list", "[REF]",
	  "open follow-ups of all incidents; of one, those that are done, too", GROUP_AFTER,
	  task_list_options, false, verb_task_list, NONE, ANSWER, "task list --overdue" },
	RECORDS(TASK_DONE, AFTER, .name = "task done", .usage = "WHICH [TEXT]",
		.example = "task done kd0f"),
	RECORDS(TASK_DROPPED, AFTER, .name = "task drop", .usage = "WHICH [WHY]",
		.example = "task drop kd0f the pool is gone"),
	{ "add", "[FILE]", "many entries at once, one a line: 10:32 text; all or none of them",
	  GROUP_AFTER, add_options, false, verb_add, ANY, ANSWER, "add notes.txt --dry-run" },
	{ "edit", "[REF]",
	  "the timeline in your editor; what you change is recorded as corrections", GROUP_AFTER,
	  edit_options, false, verb_edit, NONE, ANSWER, "edit k7qd" },
	{ "postmortem", "[REF] [FILE]",
	  "write the document, or refresh FILE without touching your words", GROUP_AFTER,
	  postmortem_options, false, verb_postmortem, NONE, "md html", "postmortem k7qd pm.md" },
	{ "check", "[FILE or REF]", "what is missing from a document, or from an incident",
	  GROUP_AFTER, check_options, false, verb_check, NONE, ANSWER, "check pm.md" },
	RECORDS(SHARED, AFTER, .example = "share https://wiki.example/k7qd"),
	{ "undo", "", "take back my last entry or correction (shows it)", GROUP_RIGHT, NULL, false,
	  verb_undo, NONE, ANSWER, "undo" },
	RECORDS_BY(verb_amend, AMENDED, RIGHT, .name = "amend", .options = amend_options,
		   .example = "amend 3fk2 --at 10:15 --kind hypothesis"),
	RECORDS_BY(verb_retract, RETRACTED, RIGHT, .name = "retract",
		   .example = "retract 3fk2 wrong host"),
	{ "pin", "WHICH…", "keep it in the short timeline", GROUP_RIGHT, NULL, false, verb_pin,
	  NONE, ANSWER, "pin 3fk2" },
	{ "move", NULL, NULL, GROUP_RIGHT, move_options, false, verb_move, KIND_MOVED, ANSWER,
	  "move last --to m4ab" },
	{ "merge", NULL,
	  "the same outage was opened twice (back: incident retract HANDLE of its answer)",
	  GROUP_RIGHT, merge_options, false, verb_merge, KIND_MERGED, ANSWER,
	  "merge m4ab --into k7qd" },
	RECORDS_BY(verb_expunge, EXPUNGED, RIGHT, .name = "expunge",
		   .example = "expunge b6ym a password was pasted"),
	{ "status", "[REF]", "where we stand, one screen", GROUP_LOOK, status_options, false,
	  verb_status, NONE, ANSWER, "status" },
	{ "log", "[REF]", "the timeline", GROUP_LOOK, log_options, false, verb_log, NONE,
	  "text json ndjson", "log -f" },
	{ "list", "", "incidents, newest first", GROUP_LOOK, list_options, false, verb_list, NONE,
	  ANSWER, "list --todo" },
	{ "show", "[REF or WHICH]", "everything about an incident, or about one entry", GROUP_LOOK,
	  NULL, false, verb_show, NONE, ANSWER, "show 3fk2" },
	{ "search", "WORDS…", "entries that hold all these words, by incident, with its cause",
	  GROUP_LOOK, search_options, false, verb_search, NONE, ANSWER, "search pool size" },
	{ "stats", "", "how long incidents took: count, median and p90 of each metric", GROUP_LOOK,
	  stats_options, false, verb_stats, NONE, ANSWER, "stats --since 90d --by severity" },
	{ "export", "[REF]", "the timeline as data or for pasting", GROUP_HOST, export_options,
	  false, verb_export, NONE, "md html svg ndjson json text csv", "export -o ndjson k7qd" },
	{ "import", "FILE", "take an export of another log, as it is: -o ndjson or -o json",
	  GROUP_HOST, add_options, false, verb_import, NONE, ANSWER, "import ops2.ndjson" },
	{ "transfer", "REF LOG",
	  "a whole incident to another log of this host; here its texts are removed for good",
	  GROUP_HOST, NULL, false, verb_transfer, NONE, ANSWER, "transfer k7qd security" },
	{ "verify", "", "is the log whole? walks the chain of hashes", GROUP_HOST, NULL, false,
	  verb_verify, NONE, ANSWER, "verify" },
	{ "backup", "FILE", "a copy of the whole log", GROUP_HOST, NULL, false, verb_backup, NONE,
	  ANSWER, "backup /srv/backup/incident.db" },
	{ "doctor", "", "what is wrong with the recorder and the way to it, and what to type",
	  GROUP_HOST, NULL, false, verb_doctor, NONE, "text json prometheus", "doctor" },
	{ "switch", "[REF]", "which incident I mean; alone: say which; - forgets", GROUP_HOST, NULL,
	  false, verb_switch, NONE, ANSWER, "switch k7qd" },
	{ "bridge", "", "the recorder of this host on standard input and output, for --host",
	  GROUP_HOST, NULL, false, verb_bridge, NONE, "text", "bridge" },
	{ "config show", "", "the settings, as files and environment make them", GROUP_HOST,
	  config_options, false, verb_config_show, NONE, ANSWER, "config show --origin" },
	{ "config check", "[FILE]", "are the settings right? of all files, or of one", GROUP_HOST,
	  NULL, false, verb_config_check, NONE, "text",
	  "config check /etc/incidentd/incidentd.conf" },
	{ "admin reload", "", "the recorder reads its settings again; wrong ones change nothing",
	  GROUP_HOST, NULL, false, verb_admin_reload, NONE, "text", "admin reload" },
	{ "help", "[VERB or TOPIC]", "all verbs; what one of them does; or what a topic is about",
	  GROUP_HOST, NULL, false, verb_help, NONE, "text", "help time" },
	{ "version", "", "of this program and of the recorder", GROUP_HOST, NULL, false,
	  verb_version, NONE, ANSWER, "version" },
	{ 0 },
};

const char *command_name(const struct command *command)
{
	return command->name ? command->name : kinds[command->kind].verb;
}

const char *command_usage(const struct command *command)
{
	return command->usage ? command->usage : kinds[command->kind].usage;
}

const char *command_help(const struct command *command)
{
	return command->help ? command->help : kinds[command->kind].help;
}
