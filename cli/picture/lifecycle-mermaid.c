/* SPDX-License-Identifier: MIT */
/*
 * The life as a flowchart for Mermaid (mermaid.js.org/syntax/flowchart.html). No word of people is in it,
 * so nothing needs escaping; what was not reached is drawn faint.
 */
#include "cli/picture/lifecycle.h"
#include "cli/picture/picture.h"

static const struct {
	enum step_name from, to;
} ways[] = {
	{ STEP_ALERT, STEP_ESCALATED },          { STEP_ENGINEER, STEP_ESCALATED },
	{ STEP_CUSTOMER, STEP_ESCALATED },       { STEP_ESCALATED, STEP_INVESTIGATED },
	{ STEP_INVESTIGATED, STEP_FALSE_ALARM }, { STEP_INVESTIGATED, STEP_IDENTIFIED },
	{ STEP_IDENTIFIED, STEP_FIXED },         { STEP_FIXED, STEP_MONITORED },
	{ STEP_MONITORED, STEP_POSTMORTEM },     { STEP_POSTMORTEM, STEP_SHARED },
	{ STEP_POSTMORTEM, STEP_MEASURES },      { STEP_SHARED, STEP_CLOSED },
	{ STEP_MEASURES, STEP_CLOSED },          { STEP_FALSE_ALARM, STEP_CLOSED },
};

static void put_step(struct buffer *out, const struct lifecycle *life, size_t step)
{
	drop(buffer_free) struct buffer facts = { 0 };

	lifecycle_add_facts(&facts, &life->steps[step]);
	buffer_printf(out, "    s%zu[\"%s%s%s\"]:::%s\n", step, lifecycle_words(step),
		      facts.size ? "<br/>" : "", facts.size ? facts.data : "",
		      life->steps[step].taken ? "taken" : "ahead");
	out->failed |= facts.failed;
}

void picture_lifecycle_mermaid(struct buffer *out, const struct timeline *timeline)
{
	struct lifecycle life = lifecycle_read(timeline);

	buffer_add_text(out, "flowchart TD\n");
	for (size_t step = 0; step < STEPS; step++)
		put_step(out, &life, step);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		buffer_printf(out, "    s%d %s s%d\n", (int)ways[i].from,
			      life.steps[ways[i].from].taken && life.steps[ways[i].to].taken
				      ? "==>"
				      : "-.->",
			      (int)ways[i].to);
	buffer_add_text(out, "    classDef taken stroke-width:3px\n"
			     "    classDef ahead stroke-dasharray:4 4,opacity:0.55\n");
}
