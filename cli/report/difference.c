/* SPDX-License-Identifier: MIT */
/*
 * What both have at the beginning and at the end is left out; what is between is shown whole. A block is
 * short, and people mostly change one place in it.
 */
#include "cli/report/difference.h"

#include <string.h>

enum { lines_most = 12 };

struct side {
	const char *text;
	size_t size;
};

static size_t line_size(const struct side *side)
{
	const char *end = memchr(side->text, '\n', side->size);

	return end ? (size_t)(end - side->text) + 1 : side->size;
}

/* How much of the end is the last line. */
static size_t last_size(const struct side *side)
{
	size_t size = side->size;

	while (size > 1 && side->text[size - 2] != '\n')
		size--;
	return side->size ? side->size - size + 1 : 0;
}

static void skip_same_start(struct side *one, struct side *other)
{
	for (;;) {
		size_t size = line_size(one);

		if (!size || size != line_size(other) || memcmp(one->text, other->text, size) != 0)
			return;
		one->text += size;
		one->size -= size;
		other->text += size;
		other->size -= size;
	}
}

static void skip_same_end(struct side *one, struct side *other)
{
	for (;;) {
		size_t size = last_size(one);

		if (!size || size != last_size(other) ||
		    memcmp(one->text + one->size - size, other->text + other->size - size, size) !=
			    0)
			return;
		one->size -= size;
		other->size -= size;
	}
}

static void put_lines(struct buffer *out, const char *sign, struct side side)
{
	size_t lines = 0;

	for (; side.size; lines++) {
		size_t size = line_size(&side), shown = size - (side.text[size - 1] == '\n');

		if (lines < lines_most) {
			buffer_add_text(out, sign);
			buffer_add(out, side.text, shown);
			buffer_add_text(out, "\n");
		}
		side.text += size;
		side.size -= size;
	}
	if (lines > lines_most)
		buffer_printf(out, "%s… %zu lines more\n", sign, lines - lines_most);
}

void difference_add(struct buffer *out, const char *theirs, size_t theirs_size, const char *ours,
		    size_t ours_size)
{
	struct side one = { theirs, theirs_size }, other = { ours, ours_size };

	skip_same_start(&one, &other);
	skip_same_end(&one, &other);
	put_lines(out, "- ", one);
	put_lines(out, "+ ", other);
}
