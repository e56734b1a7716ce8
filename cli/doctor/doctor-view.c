/* SPDX-License-Identifier: MIT */
#include "cli/doctor/doctor-view.h"

#include <string.h>

#include "cli/view/look.h"
#include "lib/drop.h"

#define NAMES_AT 9 /* columns */
#define SAYS_AT  19

static const struct {
	const char *word;
	enum paint paint;
} verdicts[] = {
	[VERDICT_UNKNOWN] = { "unknown", PAINT_DIM },
	[VERDICT_OK] = { "ok", PAINT_GOOD },
	[VERDICT_WRONG] = { "wrong", PAINT_BAD },
};

static void put_column(const struct screen *screen, enum paint paint, const char *word,
		       size_t cells)
{
	screen_print(screen, paint, "%s", word);
	screen_spaces(screen, cells > strlen(word) ? cells - strlen(word) : 1);
}

static void put_line(const struct screen *screen, const char *name,
		     const struct diagnosis *diagnosis)
{
	drop(free) char *line = NULL;
	const char *fix = diagnosis->verdict == VERDICT_WRONG ? diagnosis->fix : "";

	put_column(screen, verdicts[diagnosis->verdict].paint, verdicts[diagnosis->verdict].word,
		   NAMES_AT);
	put_column(screen, PAINT_BOLD, name, SAYS_AT - NAMES_AT);
	if (asprintf(&line, "%s%s%s%s%s", diagnosis->says, *fix ? " " : "",
		     *fix ? screen_sign(screen, "→") : "", *fix ? " " : "", fix) >= 0)
		screen_wrap(screen, PAINT_PLAIN, line, SAYS_AT, SAYS_AT);
	fputc('\n', screen->stream);
}

void doctor_view(const struct session *session, const struct diagnosis diagnoses[DOCTOR_COUNT])
{
	if (session->silent)
		return;
	for (int i = 0; i < DOCTOR_COUNT; i++) {
		if (diagnoses[i].verdict == VERDICT_NONE ||
		    (session->quiet && diagnoses[i].verdict != VERDICT_WRONG))
			continue;
		put_line(&session->out, doctor_names[i], &diagnoses[i]);
	}
}

static json_t *verdict_json(enum verdict verdict)
{
	return verdict == VERDICT_UNKNOWN ? json_null() : json_boolean(verdict == VERDICT_OK);
}

static json_t *diagnosis_json(const char *name, const struct diagnosis *diagnosis)
{
	bool fix = diagnosis->verdict == VERDICT_WRONG && *diagnosis->fix;

	return json_pack("{s:s, s:o, s:s, s:s*}", "name", name, "ok",
			 verdict_json(diagnosis->verdict), "says", diagnosis->says, "fix",
			 fix ? diagnosis->fix : NULL);
}

void doctor_view_json(const struct recorder *recorder,
		      const struct diagnosis diagnoses[DOCTOR_COUNT])
{
	json_t *checks = json_array();

	for (int i = 0; i < DOCTOR_COUNT; i++)
		if (diagnoses[i].verdict != VERDICT_NONE)
			json_array_append_new(checks,
					      diagnosis_json(doctor_names[i], &diagnoses[i]));
	drop(json_decref) json_t *all =
		json_pack("{s:b, s:o, s:O?}", "ok", doctor_is_well(diagnoses), "checks", checks,
			  "status", recorder->status);
	look_json(recorder->session, all);
}
