/* SPDX-License-Identifier: MIT */
/* A person's text on its way to a terminal and into Markdown. */
#include "cli/report/markdown.h"
#include "lib/secret.h"
#include "lib/text.h"
#include "tests/fuzz/fuzz.h"

/* Nothing that a terminal obeys, but newlines where they were asked for. */
static void is_harmless(const char *safe, bool lines)
{
	must(text_is_valid(safe, strlen(safe)));
	for (const unsigned char *at = (const unsigned char *)safe; *at; at++) {
		must((*at >= 0x20 && *at != 0x7f) || (lines && *at == '\n'));
		must(!(at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0));
	}
}

static void try_terminal(const char *text, bool lines, size_t cells)
{
	drop(free) char *safe = text_safe(text, lines), *fitted = NULL;

	must(safe);
	is_harmless(safe, lines);
	if (lines)
		return;
	fitted = text_fit(safe, cells, true);
	must(fitted && text_width(fitted) <= (cells ? cells : 1));
}

static void try_wrap(const char *text, size_t width)
{
	drop(free) char *safe = text_safe(text, true), *wrapped = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&wrapped, &size);

	must(safe && out);
	text_wrap(out, safe, 4, 4, width);
	fclose(out);
	is_harmless(wrapped, true);
}

static void try_secret(const char *text)
{
	struct secret found;

	if (secret_find(text, &found))
		must(found.name && found.size && found.start + found.size <= strlen(text));
}

/* No line of what comes out is a heading, a rule, a fence or a quote of Markdown, and no tag opens. */
static void try_markdown(const char *text)
{
	drop(buffer_free) struct buffer out = { 0 };
	const char *data;

	markdown_add(&out, text, MARKDOWN_LINES);
	data = out.data ? out.data : "";
	must(text_is_valid(data, strlen(data)));
	for (const char *at = data; *at; at++) {
		bool fresh = at == data || at[-1] == '\n';

		must(!fresh || !strchr("#>=-+`~|", *at));
		must(*at != '<' || strncmp(at, "<http", 5) == 0 || strncmp(at, "<!-- -->", 8) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(free) char *text = fuzz_text(data, size);

	try_terminal(text, false, size % 40);
	try_terminal(text, true, 0);
	try_wrap(text, size % 40);
	try_markdown(text);
	if (!text_is_valid(text, strlen(text)))
		return 0;
	try_secret(text);
	must(!*text || text_cut_bytes(text, strlen(text), size / 2) <= size / 2);
	text_has_words(text, text);
	text_has_whole_words(text, text);
	return 0;
}
