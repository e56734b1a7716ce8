/* SPDX-License-Identifier: MIT */
/* A template, or a document that people edited, of any content: refused with a line, or filled so that a second refresh changes nothing. */
#include "cli/report/postmortem.h"
#include "lib/when.h"
#include "tests/fuzz/fuzz.h"

static size_t kept;

static void on_kept(void *owner, const struct marker *marker, const struct buffer *ours)
{
	(void)owner;
	must(marker->content <= marker->end && marker->hash[MARKER_HASH - 1] == '\0');
	must(!ours->failed);
	kept++;
}

static int refresh(const struct postmortem *postmortem, const char *text, struct buffer *out)
{
	struct marker_fault fault = { .line = 0 };
	int answer = postmortem_refresh(out, postmortem, text, on_kept, NULL, &fault);

	must(answer == 0 || (answer == 1 && fault.line && fault.what[0]));
	return answer;
}

static void try_document(const struct postmortem *postmortem, const char *text)
{
	drop(buffer_free) struct buffer once = { 0 }, twice = { 0 };
	size_t first;

	kept = 0;
	if (!marker_is_document(text) || refresh(postmortem, text, &once) != 0)
		return;
	first = kept;
	must(refresh(postmortem, once.data, &twice) == 0);
	must(strcmp(once.data, twice.data) == 0 && kept == 2 * first);
}

static void try_template(const struct postmortem *postmortem, const char *text)
{
	struct marker_fault fault = { .line = 0 };
	drop(buffer_free) struct buffer out = { 0 };
	int answer = postmortem_write(&out, postmortem, text, &fault);

	must(answer == 0 || (answer == 1 && fault.line && fault.what[0]));
	if (answer == 0)
		try_document(postmortem, out.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(free) char *text = fuzz_text(data, size);
	drop(timeline_free) struct timeline *timeline = timeline_new(
		json_pack("{s:s, s:s}", "full_ref", "20261120-k7qd", "title", "x"), json_array());
	const struct postmortem postmortem = { .timeline = timeline,
					       .template = "standard",
					       .options = { .filter = FILTER_ALL } };

	must(timeline && when_use_zone("UTC") == 0);
	try_document(&postmortem, text);
	try_template(&postmortem, text);
	return 0;
}
