/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What the fuzzers share. Each is one file with one LLVMFuzzerTestOneInput (llvm.org/docs/LibFuzzer.html)
 * that is linked to the library that ships. Beside what the sanitizers see, it holds what must be true
 * of any input: `must`.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/drop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define must(condition) ((condition) ? (void)0 : fuzz_broken(#condition, __FILE__, __LINE__))

static inline void fuzz_broken(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: it must be that %s\n", file, line, condition);
	abort();
}

/* The input as a string, up to its first NUL; the caller's to free. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);

	must(text);
	return text;
}
