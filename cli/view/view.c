/* SPDX-License-Identifier: MIT */
#include "cli/view/view.h"

#include <string.h>

#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"

/* What several views share. */
enum { label_width = 12 };

void view_label(const struct screen *screen, const char *label)
{
	size_t width = strlen(label);

	screen_print(screen, PAINT_DIM, "%s", label);
	screen_spaces(screen, width < label_width ? label_width - width : 1);
}

void view_state(const struct screen *screen, const struct timeline *timeline, int64_t now)
{
	const char *state = timeline_text(timeline, "state"), *dot = screen_sign(screen, "·");
	int severity = (int)timeline_number(timeline, "severity", 0);
	char text[WHEN_TEXT_SIZE];
	struct outage outage;
	int unclear = outage_read(timeline->incident, now, &outage);

	if (severity) {
		screen_print(screen, screen_paint_severity(severity), "sev%d", severity);
		screen_print(screen, PAINT_PLAIN, " %s ", dot);
	}
	screen_text(screen, screen_paint_state(state), state, 0);
	if (!unclear)
		screen_print(screen, PAINT_PLAIN, " %s %s", dot,
			     words_lasted(outage.end - outage.start, text));
	else if (unclear == OUTAGE_BACKWARDS && outage.over)
		screen_print(screen, PAINT_PLAIN, " %s before the start", dot);
	screen_print(screen, PAINT_PLAIN, "%s", outage.unresolved ? ", never resolved" : "");
}
