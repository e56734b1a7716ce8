/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Does a text look as if it held a secret? A hint, never a refusal: `note` prints the command that
 * removes it. One table of rules (secret.c): name, what introduces it, what it must look like.
 */
#include <stddef.h>

struct secret {
	const char *name;   /* "password", "private key", "AWS access key", "bearer token" … */
	size_t start, size; /* the bytes of text that are the secret itself */
};

/* 1 and *found for the first one, 0 if there is none. */
int secret_find(const char *text, struct secret *found);
