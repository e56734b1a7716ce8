/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Files of tests/, and text held byte for byte against tests/golden. INCIDENT_GOLDEN=write writes the
 * golden files anew, to be read before they are committed. Include cmocka.h first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buffer.h"
#include "lib/drop.h"

static inline char *fixture_path(const char *folder, const char *name)
{
	drop(buffer_free) struct buffer path = { 0 };
	const char *root = getenv("INCIDENT_SOURCE_ROOT");

	buffer_printf(&path, "%s/tests/%s/%s", root ? root : ".", folder, name);
	return buffer_steal(&path);
}

static inline char *fixture_read(const char *path)
{
	drop(buffer_free) struct buffer text = { 0 };
	drop(file_close) FILE *file = fopen(path, "r");
	char block[4096];
	size_t size;

	while (file && (size = fread(block, 1, sizeof(block), file)) > 0)
		buffer_add(&text, block, size);
	return buffer_steal(&text);
}

static inline void assert_golden_text(const char *text, const char *name)
{
	drop(free) char *path = fixture_path("golden", name);
	const char *how = getenv("INCIDENT_GOLDEN");
	drop(free) char *expected = NULL;

	if (how && strcmp(how, "write") == 0) {
		drop(file_close) FILE *file = fopen(path, "w");

		assert_non_null(file);
		fputs(text, file);
		return;
	}
	expected = fixture_read(path);
	assert_string_equal(text, expected);
}
