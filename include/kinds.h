/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The event kinds: what an entry can say. This is the one table; the verbs and their options, help and
 * completions, the check on the wire and the manual follow from it. To add a kind, add its row, and a
 * row for each of its data fields.
 *
 * KIND(UPPER, name, verb, usage, label, class, incident, text, help)
 *
 *	name      on the wire, in exports, in SQL; accepted as the verb, too
 *	verb      what people type; NULL: a verb of its own makes it
 *	usage     what follows the verb in help
 *	label     what `log` prints
 *	class     MOMENT: a line of the timeline. STATEMENT: one only where it sets a milestone.
 *	          CORRECTION: changes other entries, is never a line
 *	incident  which incident it means when nobody says (enum kind_incident)
 *	text      TEXT_NEEDED, TEXT_OPTIONAL, TEXT_NONE
 */
#define KINDS(KIND)                                                                               \
	KIND(OPENED, "opened", "open", "TITLE", "opened", MOMENT, NEW, NEEDED,                    \
	     "start an incident")                                                                 \
	KIND(NOTE, "note", "note", "TEXT", "note", MOMENT, OPENS, NEEDED,                         \
	     "write down anything; opens an incident if none is open")                            \
	KIND(DETECTED, "detected", "detect", "TEXT", "detected", MOMENT, OPENS, NEEDED,           \
	     "how it was noticed")                                                                \
	KIND(ACKNOWLEDGED, "acknowledged", "ack", "[TEXT]", "acknowledged", MOMENT, LIVE,         \
	     OPTIONAL, "somebody is on it")                                                       \
	KIND(IMPACT, "impact", "impact", "TEXT", "impact", MOMENT, OPENS, NEEDED,                 \
	     "what users see")                                                                    \
	KIND(HYPOTHESIS, "hypothesis", "suspect", "TEXT", "suspect", MOMENT, OPENS, NEEDED,       \
	     "an assumption about the cause")                                                     \
	KIND(RULED_OUT, "ruled_out", "rule-out", "[WHICH] [TEXT]", "ruled out", MOMENT, TARGET,   \
	     OPTIONAL, "that assumption was wrong; any note will do as WHICH")                    \
	KIND(CONFIRMED, "confirmed", "confirm", "[WHICH] [TEXT]", "confirmed", MOMENT, TARGET,    \
	     OPTIONAL, "that assumption was right")                                               \
	KIND(FINDING, "finding", "found", "TEXT", "found", MOMENT, OPENS, NEEDED,                 \
	     "a fact the investigation turned up")                                                \
	KIND(CHANGE, "change", "change", "TEXT", "change", MOMENT, OPENS, NEEDED,                 \
	     "what was changed before or around it: deploy, config, campaign")                    \
	KIND(ACTION, "action", "act", "TEXT", "action", MOMENT, OPENS, NEEDED,                    \
	     "something was done about it")                                                       \
	KIND(ESCALATED, "escalated", "escalate", "TEXT --to WHOM", "escalated", MOMENT, OPENS,    \
	     OPTIONAL, "who was called in")                                                       \
	KIND(ROLE, "role", "role", "NAME PERSON", "role", MOMENT, LATEST, OPTIONAL,               \
	     "who is commander, scribe, comms … (- frees it)")                                    \
	KIND(SEVERITY, "severity", "severity", "LEVEL [TEXT]", "severity", MOMENT, STRICT,        \
	     OPTIONAL, "1 to 5, sev1, P1 (1 is worst)")                                           \
	KIND(SERVICE, "service", "service", "NAME", "service", STATEMENT, LATEST, NEEDED,         \
	     "name a service it touches")                                                         \
	KIND(LINK, "link", "link", "URL", "link", STATEMENT, LATEST, NEEDED,                      \
	     "keep a URL: bridge, ticket, graph")                                                 \
	KIND(RETITLED, "retitled", "title", "TEXT", "retitled", STATEMENT, STRICT, NEEDED,        \
	     "rename it")                                                                         \
	KIND(UPDATE, "update", "update", "TEXT", "update", MOMENT, OPENS, NEEDED,                 \
	     "what others were told")                                                             \
	KIND(MITIGATED, "mitigated", "mitigate", "[TEXT]", "mitigated", MOMENT, LATEST, OPTIONAL, \
	     "users are better")                                                                  \
	KIND(RESOLVED, "resolved", "resolve", "[TEXT]", "resolved", MOMENT, STRICT, OPTIONAL,     \
	     "it is over")                                                                        \
	KIND(CAUSE, "cause", "cause", "TEXT", "cause", STATEMENT, LATEST, NEEDED,                 \
	     "the root cause, one sentence")                                                      \
	KIND(LESSON, "lesson", "lesson", "TEXT", "lesson", STATEMENT, LATEST, NEEDED,             \
	     "what went well, badly, or was luck")                                                \
	KIND(IMPROVEMENT, "improvement", "improve", "TEXT", "improvement", STATEMENT, LATEST,     \
	     NEEDED, "something that should be better, broadly")                                  \
	KIND(TASK, "task", NULL, "TEXT", "task", STATEMENT, LATEST, NEEDED,                       \
	     "a specific follow-up")                                                              \
	KIND(TASK_DONE, "task_done", NULL, "WHICH", "task done", STATEMENT, TARGET, OPTIONAL,     \
	     "a task is done")                                                                    \
	KIND(TASK_DROPPED, "task_dropped", NULL, "WHICH", "task dropped", STATEMENT, TARGET,      \
	     OPTIONAL, "a task will not be done")                                                 \
	KIND(SHARED, "shared", "share", "[LINK]", "shared", STATEMENT, LATEST, OPTIONAL,          \
	     "the postmortem is out, here")                                                       \
	KIND(CLOSED, "closed", "close", "[TEXT]", "closed", MOMENT, STRICT, OPTIONAL,             \
	     "no more to record; names what is unfinished, closes all the same")                  \
	KIND(REOPENED, "reopened", "reopen", "[TEXT]", "reopened", MOMENT, STRICT, OPTIONAL,      \
	     "it is back")                                                                        \
	KIND(MOVED, "moved", NULL, "WHICH… --to REF", "moved", CORRECTION, TARGET, OPTIONAL,      \
	     "file entries under another incident, with what was ruled of them")                  \
	KIND(MERGED, "merged", NULL, "REF --into REF", "merged", CORRECTION, STRICT, OPTIONAL,    \
	     "the same outage was opened twice")                                                  \
	KIND(AMENDED, "amended", NULL, "WHICH [TEXT]", "amended", CORRECTION, TARGET, NONE,       \
	     "correct an entry: text, time, kind, any field")                                     \
	KIND(RETRACTED, "retracted", NULL, "WHICH [WHY]", "retracted", CORRECTION, TARGET,        \
	     OPTIONAL, "strike an entry out")                                                     \
	KIND(EXPUNGED, "expunged", NULL, "WHICH WHY", "expunged", CORRECTION, TARGET, NEEDED,     \
	     "remove a secret's text for good")

/*
 * The data of each kind: what stands in `data` of an event beside its text.
 *
 * FIELD(KIND, name, type, need, words)
 *
 *	type  TEXT a string · TEXTS strings · LEVEL severity 1 to 5 · SHARE parts per million
 *	      WORD one of `words`, typed as --name WORD · CHOICE one of `words`, each typed as an option
 *	      TIME RFC 3339 · DAY 2026-11-27 · FLAG true · EVENT an event's id · INCIDENT an incident's id
 *	      FIELDS an object of fields of the target
 *	need  NEEDED or OPTIONAL: typed as --name; FIRST: NEEDED, and typed as the first word(s) after the
 *	      verb; COMPUTED: by the daemon, refused from a client; WHICH: the draft's `which` names it;
 *	      MAYBE: as WHICH, and may be left out
 */
#define FIELDS(FIELD)                                                               \
	FIELD(OPENED, "severity", LEVEL, OPTIONAL, NULL)                            \
	FIELD(OPENED, "services", TEXTS, OPTIONAL, "service")                       \
	FIELD(OPENED, "target", EVENT, COMPUTED, NULL)                              \
	FIELD(DETECTED, "by", WORD, OPTIONAL, "monitoring engineer customer other") \
	FIELD(IMPACT, "service", TEXT, OPTIONAL, NULL)                              \
	FIELD(IMPACT, "users", SHARE, OPTIONAL, NULL)                               \
	FIELD(IMPACT, "users_about", FLAG, OPTIONAL, NULL)                          \
	FIELD(RULED_OUT, "target", EVENT, MAYBE, NULL)                              \
	FIELD(CONFIRMED, "target", EVENT, MAYBE, NULL)                              \
	FIELD(FINDING, "link", TEXT, OPTIONAL, NULL)                                \
	FIELD(CHANGE, "link", TEXT, OPTIONAL, NULL)                                 \
	FIELD(ESCALATED, "to", TEXT, NEEDED, NULL)                                  \
	FIELD(ROLE, "role", TEXT, FIRST, NULL)                                      \
	FIELD(ROLE, "person", TEXT, FIRST, NULL)                                    \
	FIELD(SEVERITY, "to", LEVEL, FIRST, NULL)                                   \
	FIELD(SEVERITY, "from", LEVEL, COMPUTED, NULL)                              \
	FIELD(UPDATE, "to", WORD, OPTIONAL, "internal customers public")            \
	FIELD(UPDATE, "next", TIME, OPTIONAL, NULL)                                 \
	FIELD(LESSON, "sort", CHOICE, OPTIONAL, "well badly lucky")                 \
	FIELD(TASK, "sort", CHOICE, OPTIONAL, "corrective preventative monitoring") \
	FIELD(TASK, "owner", TEXT, OPTIONAL, NULL)                                  \
	FIELD(TASK, "due", DAY, OPTIONAL, NULL)                                     \
	FIELD(TASK, "link", TEXT, OPTIONAL, NULL)                                   \
	FIELD(TASK, "done", FLAG, OPTIONAL, NULL)                                   \
	FIELD(TASK_DONE, "target", EVENT, WHICH, NULL)                              \
	FIELD(TASK_DROPPED, "target", EVENT, WHICH, NULL)                           \
	FIELD(CLOSED, "reason", WORD, OPTIONAL,                                     \
	      "resolved false_alarm duplicate superseded external cancelled")       \
	FIELD(MOVED, "target", EVENT, WHICH, NULL)                                  \
	FIELD(MOVED, "from", INCIDENT, COMPUTED, NULL)                              \
	FIELD(MOVED, "to", INCIDENT, NEEDED, NULL)                                  \
	FIELD(MERGED, "from", INCIDENT, COMPUTED, NULL)                             \
	FIELD(MERGED, "to", INCIDENT, NEEDED, NULL)                                 \
	FIELD(AMENDED, "target", EVENT, WHICH, NULL)                                \
	FIELD(AMENDED, "new", FIELDS, NEEDED, NULL)                                 \
	FIELD(AMENDED, "old", FIELDS, COMPUTED, NULL)                               \
	FIELD(RETRACTED, "target", EVENT, WHICH, NULL)                              \
	FIELD(EXPUNGED, "target", EVENT, WHICH, NULL)

enum kind {
#define KIND_MEMBER(upper, ...) KIND_##upper,
	KINDS(KIND_MEMBER)
#undef KIND_MEMBER
		KIND_COUNT
};

enum kind_class { KIND_MOMENT, KIND_STATEMENT, KIND_CORRECTION };

/* The incident a kind means when neither -i, $INCIDENT_ID, WHICH nor `switch` says it. */
enum kind_incident {
	KIND_NEW,    /* its own */
	KIND_OPENS,  /* the live one with the newest entry by a person; none: it opens one */
	KIND_LIVE,   /* the same; none: a refusal that names the latest */
	KIND_LATEST, /* the same; none: the latest incident, closed or not */
	KIND_STRICT, /* the only live one; none or several: a refusal that names them */
	KIND_TARGET, /* the incident of the entry it is about */
};

enum kind_text { KIND_TEXT_NEEDED, KIND_TEXT_OPTIONAL, KIND_TEXT_NONE };

enum field_type {
	FIELD_TEXT,
	FIELD_TEXTS,
	FIELD_LEVEL,
	FIELD_SHARE,
	FIELD_WORD,
	FIELD_CHOICE,
	FIELD_TIME,
	FIELD_DAY,
	FIELD_FLAG,
	FIELD_EVENT,
	FIELD_INCIDENT,
	FIELD_FIELDS,
};

enum field_need {
	FIELD_OPTIONAL,
	FIELD_NEEDED,
	FIELD_FIRST,
	FIELD_COMPUTED,
	FIELD_WHICH,
	FIELD_MAYBE,
};
