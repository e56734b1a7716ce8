/* SPDX-License-Identifier: MIT */
/* A file of the spool, whoever wrote it: drafts that are checked like those of a connection, or none. */
#include "include/limits.h"
#include "lib/draft.h"
#include "lib/spooled.h"
#include "tests/fuzz/fuzz.h"

static void write_again(const json_t *drafts, int64_t made_at)
{
	drop(free) char *content = spooled_write(drafts, made_at);
	drop(json_decref) json_t *again = NULL;
	int64_t again_at = 0;

	must(content);
	must(spooled_read(content, strlen(content), &again, &again_at) == 0);
	must(json_equal(again, drafts) && again_at == made_at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(json_decref) json_t *drafts = NULL;
	int64_t made_at = 0;

	if (spooled_read((const char *)data, size, &drafts, &made_at) != 0)
		return 0;
	must(json_array_size(drafts) > 0 && json_array_size(drafts) <= LIMIT_DRAFTS);
	for (size_t i = 0; i < json_array_size(drafts); i++) {
		struct draft_fault fault = { .what = "" };
		struct draft draft;

		if (draft_read(json_array_get(drafts, i), &draft, &fault) != 0)
			must(fault.what[0]);
	}
	write_again(drafts, made_at);
	return 0;
}
