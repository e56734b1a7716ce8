/* SPDX-License-Identifier: MIT */
/* The lines of `incident add` and `edit`, of any content: never an error, every draft one that the recorder could read. */
#include "cli/bulk/bulk-sheet.h"
#include "lib/draft.h"
#include "lib/kind.h"
#include "lib/stamp.h"
#include "lib/when.h"
#include "tests/fuzz/fuzz.h"

static size_t lines_in(const char *text)
{
	size_t lines = 1;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void is_stamp(const json_t *draft, const char *name)
{
	const char *text = json_string_value(json_object_get(draft, name));
	int64_t at;

	must(!text || strcmp(text, "unknown") == 0 || stamp_parse(text, &at) == 0);
}

static void check(const struct bulk_entry *entry, size_t lines)
{
	const char *kind = json_string_value(json_object_get(entry->draft, "kind"));

	must(entry->line >= 1 && entry->line <= lines);
	must(kind && kind_of(kind) != KIND_COUNT);
	is_stamp(entry->draft, "at");
	is_stamp(entry->draft, "until");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(free) char *text = fuzz_text(data, size);
	drop(json_decref) json_t *handles = json_pack("{s:b, s:b}", "3fk2", 1, "a0b1", 1);
	struct bulk_rule rule = { .now = INT64_C(1763606531000000), .handles = handles };

	for (int with = 0; with < 2; with++) {
		must(when_use_zone("Europe/Berlin") == 0);
		drop(bulk_sheet_free) struct bulk_sheet *sheet = bulk_sheet_read(text, &rule);

		must(sheet && !sheet->failed);
		for (size_t i = 0; i < sheet->count; i++)
			check(&sheet->entries[i], lines_in(text));
		for (size_t i = 0; i < sheet->remark_count; i++)
			must(sheet->remarks[i].line >= 1 &&
			     sheet->remarks[i].line <= lines_in(text));
		rule.handles = NULL;
	}
	return 0;
}
