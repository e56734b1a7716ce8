/* SPDX-License-Identifier: MIT */
#include "cli/check/check.h"

#include <string.h>

#include "cli/check/clock.h"
#include "cli/check/phrase.h"
#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"
#include "lib/stamp.h"

/*
 * How long the document says it lasted, against what its times give. The best witness counts: the start
 * and the end beside the claim, then the recorder's log, then the document's own timeline. A timeline has
 * a first and a last line that are no part of the outage, so a claim is wrong only if no beginning and no
 * end in it are so far apart.
 */
enum { label_most = 24, bounds_most = 64 };

struct claim {
	size_t line; /* where it is made */
	struct clock_span spans[4];
	size_t span_count;
	struct clock start, end;
	bool bounded; /* there are both */
};

/* The lines of a timeline that may begin or end an outage. */
struct bounds {
	struct clock starts[bounds_most], ends[bounds_most];
	size_t start_count, end_count;
};

/* The first line with a word of each group may be where it began; every line with one of these, where it ended. */
static const char *const beginnings[] = {
	"impact*|outage|down|unavailable|unreachable|degrad*|fail*|error*|drop*",
	"detect*|alert*|notic*|report*|issue",
	"start*|begin*|began|opened|declared",
};
static const char endings[] = "end*|resolv*|restor*|recover*|mitigat*|closed|fixed|back to normal|"
			      "back online|fully";

static void read_spans(struct claim *claim, const char *text, const char *at)
{
	while (claim->span_count < 4 &&
	       clock_next_span(text, &at, &claim->spans[claim->span_count]))
		claim->span_count++;
}

/* The first two times of a line are where it begins and where it ends. */
static void read_bounds(struct claim *claim, const char *text, int64_t *day)
{
	const char *at = text;

	claim->bounded = clock_next(text, &at, day, &claim->start) &&
			 clock_next(text, &at, day, &claim->end);
}

/* "Start: …" and "End: …" on lines of their own. */
static void read_bound_lines(const struct paper *paper, struct claim *claim)
{
	bool started = false;
	int64_t day = CLOCK_NO_DAY;

	for (size_t i = 0; i < paper->count && !claim->bounded; i++) {
		const struct paper_line *line = &paper->lines[i];
		const char *at = line->text;

		if (paper_role_of(paper, line) != PAPER_SUMMARY)
			continue;
		if (!started && phrase_at(at, at, "start*|began|begin*|from"))
			started = clock_next(line->text, &at, &day, &claim->start);
		else if (started && phrase_at(at, at, "end*|resolved|until|to"))
			claim->bounded = clock_next(line->text, &at, &day, &claim->end);
		if (started && !claim->line)
			claim->line = i + 1;
	}
}

/* It is not over: there is nothing to hold the claim against. */
static bool goes_on(const char *text)
{
	return phrase_find(text, "so far|not over yet|ongoing|still open|never resolved");
}

/* Where a line begins to say how long it lasted, or NULL: a label, or a sentence that says "lasted". */
static const char *claim_in(const char *text)
{
	const char *label = phrase_find(text, "duration"), *lasted = phrase_find(text, "lasted");

	return label && label - text < label_most ? label : lasted;
}

/* Words that follow a line which says nothing but "Duration of the outage:" are its own. */
static size_t claim_lines(const char *label)
{
	return phrase_count(label) <= 4 && !label[strcspn(label, "0123456789")] ? 4 : 1;
}

static bool read_claim_at(const struct paper *paper, size_t first, struct claim *claim)
{
	const char *label = claim_in(paper->lines[first].text);
	size_t lines = label ? claim_lines(label) : 0;
	int64_t day = CLOCK_NO_DAY;

	for (size_t i = first; i < paper->count && i < first + lines; i++) {
		const struct paper_line *line = &paper->lines[i];

		if (line->section != paper->lines[first].section)
			break;
		if (goes_on(line->text))
			return false;
		if (!claim->span_count)
			read_spans(claim, line->text, i == first ? label : line->text);
		if (!claim->bounded)
			read_bounds(claim, line->text, &day);
	}
	claim->line = first + 1;
	return claim->span_count || claim->bounded;
}

static bool read_claim(const struct paper *paper, struct claim *claim)
{
	bool found = false;

	for (size_t i = 0; i < paper->count && !found; i++) {
		*claim = (struct claim){ 0 };
		found = paper_role_of(paper, &paper->lines[i]) == PAPER_SUMMARY &&
			read_claim_at(paper, i, claim);
	}
	if (!found)
		*claim = (struct claim){ 0 };
	if (!claim->bounded)
		read_bound_lines(paper, claim);
	return claim->span_count || claim->bounded;
}

static bool fits(const struct claim *claim, int64_t length, bool whole)
{
	for (size_t i = 0; i < claim->span_count; i++)
		if (clock_span_fits(&claim->spans[i], length, whole))
			return true;
	return false;
}

/* What the document says, as one duration: its first, or what its start and end give. */
static struct clock_span said(const struct claim *claim, bool *whole)
{
	struct clock_span span = { .unit = STAMP_MINUTE };

	*whole = true;
	if (claim->span_count)
		return claim->spans[0];
	span.length = clock_between(&claim->start, &claim->end, whole);
	return span;
}

static void report(struct check *check, const struct claim *claim, int64_t length,
		   const char *witness)
{
	char claimed[WHEN_TEXT_SIZE], given[WHEN_TEXT_SIZE];
	bool whole;

	check_line(check, claim->line,
		   check_words("says %s; %s %s", words_lasted(said(claim, &whole).length, claimed),
			       witness, words_lasted(length, given)),
		   NULL);
}

/* The claim against the times beside it. true: it was wrong, and that was said. */
static bool differs_from_itself(struct check *check, const struct claim *claim)
{
	bool whole;
	int64_t length;

	if (!claim->span_count || !claim->bounded)
		return false;
	length = clock_between(&claim->start, &claim->end, &whole);
	if (fits(claim, length, whole))
		return false;
	report(check, claim, length, "its start and end give");
	return true;
}

static void hold_against_log(struct check *check, const struct claim *claim)
{
	struct outage outage;
	bool whole;
	struct clock_span span = said(claim, &whole);

	if (outage_read(check->timeline->incident, check->now, &outage) || !outage.over ||
	    outage.unresolved)
		return;
	if (!fits(claim, outage.end - outage.start, true) &&
	    !clock_span_fits(&span,
			     whole ? outage.end - outage.start
				   : (outage.end - outage.start) % STAMP_DAY,
			     whole))
		report(check, claim, outage.end - outage.start, "the timeline gives");
}

static void add_bound(struct clock *clocks, size_t *count, const struct clock *clock)
{
	if (*count < bounds_most)
		clocks[(*count)++] = *clock;
}

/* A line of the timeline; known[i]: a beginning of group i was seen. */
static void read_line(struct bounds *bounds, const char *text, const struct clock *clock,
		      bool known[])
{
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		if (known[i] || !phrase_find(text, beginnings[i]))
			continue;
		known[i] = true;
		add_bound(bounds->starts, &bounds->start_count, clock);
	}
	if (phrase_find(text, endings))
		add_bound(bounds->ends, &bounds->end_count, clock);
}

/* Returns how many lines have a time. */
static size_t read_timeline(const struct paper *paper, struct bounds *bounds, struct clock *first,
			    struct clock *last)
{
	bool known[sizeof(beginnings) / sizeof(beginnings[0])] = { false };
	int64_t day = CLOCK_NO_DAY;
	size_t lines = 0;

	for (size_t i = 0; i < paper->count; i++) {
		const struct paper_line *line = &paper->lines[i];
		const char *at = line->text;

		if (paper_role_of(paper, line) != PAPER_TIMELINE ||
		    !clock_next(line->text, &at, &day, last))
			continue;
		if (!lines++)
			*first = *last;
		read_line(bounds, line->text, last, known);
	}
	return lines;
}

static bool some_pair_fits(const struct clock_span *span, bool known, const struct bounds *bounds)
{
	for (size_t i = 0; i < bounds->start_count; i++)
		for (size_t j = 0; j < bounds->end_count; j++) {
			bool whole;
			int64_t length =
				clock_between(&bounds->starts[i], &bounds->ends[j], &whole);

			if (clock_span_fits(span, length, whole && known))
				return true;
		}
	return false;
}

static void hold_against_timeline(struct check *check, const struct claim *claim)
{
	struct bounds bounds = { 0 };
	struct clock first, last;
	bool known, whole, fit = false;
	struct clock_span span = said(claim, &known);

	if (read_timeline(check->paper, &bounds, &first, &last) < 2)
		return;
	add_bound(bounds.starts, &bounds.start_count, &first);
	add_bound(bounds.ends, &bounds.end_count, &last);
	for (size_t i = 0; i < claim->span_count; i++)
		fit |= some_pair_fits(&claim->spans[i], true, &bounds);
	if (!fit && !some_pair_fits(&span, known, &bounds))
		report(check, claim, clock_between(&first, &last, &whole), "the timeline gives");
}

void rule_duration(struct check *check)
{
	struct claim claim;

	if (!read_claim(check->paper, &claim) || differs_from_itself(check, &claim))
		return;
	if (check->timeline)
		hold_against_log(check, &claim);
	else
		hold_against_timeline(check, &claim);
}
