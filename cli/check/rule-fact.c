/* SPDX-License-Identifier: MIT */
#include "cli/check/check.h"

#include <string.h>

#include "cli/check/phrase.h"

/*
 * What a document says or does not. It is asked for words, not for sense: what is there in other words
 * than these may be missed, what is said is not called missing. A label with nothing behind it says
 * nothing, nor does what is planned for the next time.
 */
static bool counts(const struct paper *paper, const struct paper_line *line)
{
	enum paper_role role = paper_role_of(paper, line);

	return !line->heading && role != PAPER_APPENDIX && role != PAPER_MEASURES;
}

/* The first line that says one of these; 0: none. Lines count from 1. */
static size_t line_of(const struct paper *paper, const char *phrases)
{
	for (size_t i = 0; i < paper->count; i++)
		if (counts(paper, &paper->lines[i]) && phrase_find(paper->lines[i].text, phrases))
			return i + 1;
	return 0;
}

/* The clause that begins here, without its ";" or "."; *at moves behind it. */
static char *next_clause(const char **at)
{
	const char *end = *at;
	char *clause;

	while (*end && *end != ';' && !(*end == '.' && end[1] == ' '))
		end++;
	clause = strndup(*at, (size_t)(end - *at));
	*at = *end ? end + 1 : end;
	return clause;
}

/* Is there a clause that says one of both? */
static bool says_both(const struct paper *paper, const char *one, const char *other)
{
	bool both = false;

	for (size_t i = 0; i < paper->count && !both; i++) {
		const char *at = paper->lines[i].text;

		while (counts(paper, &paper->lines[i]) && *at && !both) {
			drop(free) char *clause = next_clause(&at);

			both = clause && phrase_find(clause, one) && phrase_find(clause, other);
		}
	}
	return both;
}

/* Where something is missing: the heading of the section it belongs to, if there is one. */
static size_t line_in(const struct paper *paper, enum paper_role role)
{
	const struct paper_section *section = paper_section(paper, role);

	return section ? section->line : 0;
}

/* "Root cause: …" is what the line after an empty label would be, if it were not its text. */
static bool is_label(const char *text)
{
	size_t size = strcspn(text, ":");

	return text[size] && size < 40;
}

/* Does text follow this line, before the next label or heading? */
static bool goes_on(const struct paper *paper, size_t line)
{
	while (line < paper->count && !paper->lines[line].text[0])
		line++;
	if (line == paper->count || paper->lines[line].heading)
		return false;
	return paper->lines[line].item || !is_label(paper->lines[line].text);
}

static bool has_prompt(const struct paper_line *line)
{
	struct paper_prompt prompt = { .at = line->raw };

	return paper_prompt_next(&prompt);
}

/* A line that is this label, with nothing but a prompt behind it, nor text under it. 0: none. */
static size_t empty_label(const struct paper *paper, const char *label)
{
	for (size_t i = 0; i < paper->count; i++) {
		const struct paper_line *line = &paper->lines[i];
		size_t size = phrase_at(line->text, line->text, label);

		if (size && !line->heading && phrase_count(line->text + size) == 0 &&
		    (has_prompt(line) || !goes_on(paper, i + 1)))
			return i + 1;
	}
	return 0;
}

static const char noticed[] = "detect*|notic*|discover*|alert*|paged|pager*|report*|observ*|alarm*|"
			      "saw|raised|complain*|identified by|found by|spotted|"
			      "became aware|picked up";
static const char noticers[] =
	"monitor*|alert*|alarm*|pager*|paged|engineer*|developer*|customer*|user*|client*|support|"
	"employee*|colleague*|on-call|team*|dashboard*|health check*|grafana|prometheus|pingdom|"
	"datadog|nagios|sentry|cloudwatch|new relic|ticket*|member*|staff|visitor*|operator*|"
	"notification*|somebody|someone|reader*|bot";

/* A sentence about the detection, if there is one, must name who or what it was. */
void rule_detection_paper(struct check *check)
{
	const struct milestone *detected =
		check->timeline ? timeline_milestone(check->timeline, "detected") : NULL;
	size_t line = line_of(check->paper, "detected|detection");

	if (says_both(check->paper, noticed, noticers))
		return;
	check_line(check, line ? line : line_in(check->paper, PAPER_SUMMARY), NULL,
		   detected ? check_words("incident amend %s --by monitoring", detected->handle)
			    : NULL);
}

void rule_impact_paper(struct check *check)
{
	size_t empty = empty_label(check->paper, "impact");

	if (empty || !line_of(check->paper, "impact*|affect*|unavailable|users|customers|unable|"
					    "inaccessible|unreachable|outage|downtime|slow*|fail*|"
					    "degrad*|error*|down"))
		check_line(check, empty ? empty : line_in(check->paper, PAPER_SUMMARY), NULL, NULL);
}

/* The section about it speaks of a cause if it has a sentence before it comes to what was done. */
static bool explains_cause(const struct paper *paper)
{
	size_t words = 0;

	for (size_t i = 0; i < paper->count; i++)
		if (paper_role_of(paper, &paper->lines[i]) == PAPER_CAUSE &&
		    !paper->lines[i].heading)
			words += phrase_count(paper->lines[i].text);
	return words >= 8;
}

void rule_cause_paper(struct check *check)
{
	size_t empty = empty_label(check->paper, "root cause");

	if (!empty &&
	    (line_of(check->paper, "cause*|because|due to") || explains_cause(check->paper)))
		return;
	check_line(check, empty ? empty : line_in(check->paper, PAPER_CAUSE), NULL, NULL);
}

void rule_misleading_paper(struct check *check)
{
	if (!line_of(check->paper,
		     "mislead*|misled|wrong track*|dead end*|dead-end*|red herring*|ruled out|"
		     "false lead*|false trail*|wrong assumption*|incorrect assumption*|"
		     "wrong path*|blind alley*|rabbit hole*|turned out not|was not the cause|"
		     "wrongly|incorrectly|mistakenly|initially suspected|initially thought|"
		     "initially assumed|at first suspected"))
		check_line(check, line_in(check->paper, PAPER_TIMELINE), NULL, NULL);
}

void rule_escalation_paper(struct check *check)
{
	if (!line_of(check->paper, "escalat*|called in|brought in|handed over|handed to|"
				   "pulled in|looped in|involved"))
		check_line(check, line_in(check->paper, PAPER_TIMELINE), NULL, NULL);
}

void rule_resolution_paper(struct check *check)
{
	if (!line_of(check->paper, "resolv*|resolution|restor*|fixed|mended|recover*|mitigat*|"
				   "back online|back to normal|rolled back|reverted|corrected|"
				   "solved|repaired|back up"))
		check_line(check, line_in(check->paper, PAPER_CAUSE), NULL, NULL);
}
