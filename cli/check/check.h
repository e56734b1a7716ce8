/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * incident check: what the form of a postmortem demands and what would be better, held against an
 * incident or against a document. A rule is a row of the table in rule.c and its function.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/check/paper.h"
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

enum check_level { CHECK_ERROR, CHECK_ADVICE };

struct check;

/* What is held against the form; the other rules are not asked. NULL: it is no matter of this rule. */
struct rule {
	const char *name;
	enum check_level level;
	void (*incident)(struct check *check);
	void (*paper)(struct check *check);
	const char *message; /* what it means, and what stands in a line that says no more */
	const char *fix;     /* what to do where no command is known better, or NULL */
};

/* Ends with a row without a name. */
extern const struct rule rules[];

struct finding {
	const struct rule *rule;
	size_t line;        /* of the document; 0: of none */
	const char *handle; /* of the incident's entry, or NULL; borrowed */
	char *said;         /* what is wrong just here, or NULL */
	char *fix;          /* what mends it, or NULL */
	size_t order;       /* in which they were found */
};

struct check {
	const struct paper *paper;       /* NULL: it is the incident that is checked */
	const struct paper_form *form;   /* with paper */
	const struct timeline *timeline; /* NULL: the document names none that the recorder has */
	int64_t now;
	bool counts_words; /* the form bounds them */

	const struct rule *rule; /* the one that is asked */
	struct finding *findings;
	size_t count;
	bool failed; /* no memory */
};

/* Ask every rule that `ignored` does not name (ends with NULL), and put what it finds in order of its lines. */
void check_run(struct check *check, const char *const *ignored);
void check_free(struct check *check);

/* NULL if there is no such rule. */
const struct rule *rule_find(const char *name);

/* For a rule: what is wrong in a line of the document (0: in none), or with an entry (NULL: with none). said and fix are formats' results, taken; NULL: the rule's own words. */
void check_line(struct check *check, size_t line, char *said, char *fix);
void check_entry(struct check *check, const char *handle, char *said, char *fix);

/* Formatted, for these two; NULL if there is no memory. */
__attribute__((format(printf, 1, 2))) char *check_words(const char *format, ...);

size_t check_count(const struct check *check, enum check_level level);

/* The rules, functions each. */
void rule_detection_incident(struct check *check);
void rule_detection_paper(struct check *check);
void rule_misleading_incident(struct check *check);
void rule_misleading_paper(struct check *check);
void rule_escalation_incident(struct check *check);
void rule_escalation_paper(struct check *check);
void rule_resolution_incident(struct check *check);
void rule_resolution_paper(struct check *check);
void rule_cause_incident(struct check *check);
void rule_cause_paper(struct check *check);
void rule_impact_incident(struct check *check);
void rule_impact_paper(struct check *check);
void rule_sections(struct check *check);
void rule_conclusion(struct check *check);
void rule_too_few(struct check *check);
void rule_too_many(struct check *check);
void rule_zone(struct check *check);
void rule_duration(struct check *check);
void rule_prompts(struct check *check);
void rule_owner_incident(struct check *check);
void rule_owner_paper(struct check *check);
void rule_due_incident(struct check *check);
void rule_due_paper(struct check *check);
void rule_order_incident(struct check *check);
void rule_order_paper(struct check *check);
void rule_hypothesis(struct check *check);
void rule_named_nothing(struct check *check);
void rule_secret_incident(struct check *check);
void rule_secret_paper(struct check *check);
void rule_future(struct check *check);
