/* SPDX-License-Identifier: MIT */
/* The one table: a finding is its row here, its functions in a rule-*.c, and its case in tests/cases/check. */
#include <string.h>

#include "cli/check/check.h"

const struct rule rules[] = {
	{ "missing-section", CHECK_ERROR, NULL, rule_sections,
	  "a section that the template has is not there", NULL },
	{ "no-detection-method", CHECK_ERROR, rule_detection_incident, rule_detection_paper,
	  "nothing says how it was detected",
	  "say how it was detected: by monitoring, an engineer, a customer" },
	{ "no-impact", CHECK_ERROR, rule_impact_incident, rule_impact_paper,
	  "nothing says what users saw", "say which service, what users saw, what share of them" },
	{ "no-root-cause", CHECK_ERROR, rule_cause_incident, rule_cause_paper,
	  "nothing says what the root cause was", "say what the root cause was" },
	{ "no-misleading-path", CHECK_ERROR, rule_misleading_incident, rule_misleading_paper,
	  "nothing says what was suspected in vain, nor that there was no such thing",
	  "say what was suspected in vain, or \"no misleading path\"" },
	{ "no-escalation", CHECK_ERROR, rule_escalation_incident, rule_escalation_paper,
	  "nothing says who was called in, nor that nobody was",
	  "say who was called in, or \"no escalation\"" },
	{ "no-resolution", CHECK_ERROR, rule_resolution_incident, rule_resolution_paper,
	  "nothing says how it was resolved", "say how it was resolved" },
	{ "duration-mismatch", CHECK_ERROR, NULL, rule_duration,
	  "the duration is not what the times give", NULL },
	{ "time-without-zone", CHECK_ERROR, NULL, rule_zone,
	  "a time has no zone: on its line, in the heading, or at the head of the timeline", NULL },
	{ "placeholder-left", CHECK_ERROR, NULL, rule_prompts, "a prompt was not replaced", NULL },
	{ "too-few-words", CHECK_ERROR, NULL, rule_too_few, "under 400 words", NULL },
	{ "too-many-words", CHECK_ERROR, NULL, rule_too_many,
	  "over 600 words; appendix and diagrams are not counted", NULL },
	{ "no-conclusion", CHECK_ADVICE, NULL, rule_conclusion, "it does not end in a conclusion",
	  "end with what you take from it, in a sentence or two" },
	{ "milestone-order", CHECK_ADVICE, rule_order_incident, rule_order_paper,
	  "what must come after something stands before it", NULL },
	{ "time-in-future", CHECK_ADVICE, rule_future, NULL, "it has not happened yet", NULL },
	{ "hypothesis-open", CHECK_ADVICE, rule_hypothesis, NULL,
	  "a suspicion was neither ruled out nor confirmed", NULL },
	{ "named-nothing", CHECK_ADVICE, rule_named_nothing, NULL,
	  "what it was about was not there when the spool was taken in, so it became a note",
	  NULL },
	{ "task-without-owner", CHECK_ADVICE, rule_owner_incident, rule_owner_paper,
	  "nobody owns an open task", NULL },
	{ "task-without-due", CHECK_ADVICE, rule_due_incident, rule_due_paper,
	  "an open task has no day on which it is due", NULL },
	{ "possible-secret", CHECK_ADVICE, rule_secret_incident, rule_secret_paper,
	  "something looks like a secret", NULL },
	{ 0 },
};

const struct rule *rule_find(const char *name)
{
	for (const struct rule *rule = rules; rule->name; rule++)
		if (strcmp(rule->name, name) == 0)
			return rule;
	return NULL;
}
