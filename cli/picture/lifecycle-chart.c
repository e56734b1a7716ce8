/* SPDX-License-Identifier: MIT */
/*
 * The life in characters, from above: "[x]" what was reached, "[ ]" what was not; indented is what is one
 * way of several.
 */
#include "cli/picture/lifecycle.h"
#include "cli/picture/picture.h"

static bool is_one_of_several(size_t step)
{
	return step <= STEP_CUSTOMER || step == STEP_FALSE_ALARM || step == STEP_SHARED ||
	       step == STEP_MEASURES;
}

void picture_lifecycle(struct buffer *out, const struct timeline *timeline)
{
	struct lifecycle life = lifecycle_read(timeline);

	for (size_t step = 0; step < STEPS; step++) {
		drop(buffer_free) struct buffer facts = { 0 };
		const char *indent = is_one_of_several(step) ? "  |  " : "";

		lifecycle_add_facts(&facts, &life.steps[step]);
		buffer_printf(out, "%s[%c] ", indent, life.steps[step].taken ? 'x' : ' ');
		if (facts.size)
			buffer_printf(out, "%-*s  %s\n", *indent ? 32 : 37, lifecycle_words(step),
				      facts.data);
		else
			buffer_printf(out, "%s\n", lifecycle_words(step));
		out->failed |= facts.failed;
	}
}
