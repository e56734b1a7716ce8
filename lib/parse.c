/* SPDX-License-Identifier: MIT */
/*
 * Where a buffer cannot grow, jansson 2.14 leaves a character out and says nothing (lex_save() in its load.c): a text
 * would be recorded that nobody wrote. So it has its memory from here, where it is remembered that some was not there.
 */
#include "lib/parse.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lib/drop.h"

static _Thread_local bool was_short;

static void *allocate(size_t size)
{
	void *memory = malloc(size);

	was_short |= !memory;
	return memory;
}

static void begin(void)
{
	json_set_alloc_funcs(allocate, free);
}

int parse_json(json_t **value, const char *text, size_t size, size_t flags, json_error_t *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	drop(json_decref) json_t *read = NULL;

	*value = NULL;
	pthread_once(&once, begin);
	was_short = false;
	read = json_loadb(text, size, flags, error);
	if (was_short)
		return -ENOMEM;
	*value = steal(&read);
	return *value ? 0 : PARSE_WRONG;
}
