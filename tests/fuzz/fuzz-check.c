/* SPDX-License-Identifier: MIT */
/* A postmortem of any content, held against a template of any content: every finding is of a line that is there, in order, and can be printed. */
#include "cli/check/check-view.h"
#include "cli/report/template.h"
#include "lib/when.h"
#include "tests/fuzz/fuzz.h"

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		count++;
	return count;
}

static void look(const struct check *check, size_t lines)
{
	size_t before = 0;

	for (size_t i = 0; i < check->count; i++) {
		const struct finding *finding = &check->findings[i];
		drop(json_decref) json_t *json = check_json(check, finding, "pm.md");

		must(finding->line <= lines && json);
		must(!finding->line || finding->line >= before);
		before = finding->line ? finding->line : lines;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const none[] = { NULL };
	drop(free) char *text = fuzz_text(data, size);
	drop(paper_form_free) struct paper_form form = { 0 };
	drop(paper_free) struct paper *paper = NULL;
	struct check check = { .form = &form, .counts_words = size % 2 };
	struct screen screen = { .stream = stdout, .utf8 = true };

	if (!text_is_valid(text, strlen(text)))
		return 0;
	must(when_use_zone("UTC") == 0);
	must(paper_form_read(size % 3 ? templates->text : text, &form) == 0);
	paper = paper_read(text, &form);
	must(paper);
	check.paper = paper;
	check_run(&check, none);
	must(!check.failed);
	look(&check, count_lines(text));
	check_view(&screen, &check, "pm.md");
	check_free(&check);
	return 0;
}
