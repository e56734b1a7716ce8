/* SPDX-License-Identifier: MIT */
#pragma once

/* Whole files that people keep: read, created, replaced, and never half written. */
#include <stdbool.h>
#include <sys/stat.h>

#include "lib/buffer.h"

#define FILE_MOST (16 * 1024 * 1024) /* bytes of a file that is read */

/* Is this word a file, and no ref and no name? Those have neither a dot nor a slash; "-" is standard input. */
bool file_is_meant(const char *word);

/*
 * Read FILE ("-": standard input). 0 and, if `seen` is not NULL, what it was; EFBIG: more than
 * FILE_MOST bytes; EILSEQ: it is no text (a NUL, or no UTF-8); -errno.
 */
int file_read(const char *file, struct buffer *content, struct stat *seen);

/* Create FILE. 0; EEXIST if there is one (which stays as it is); -errno. */
int file_create(const char *file, const struct buffer *content);

/* Replace FILE as it was `seen`, with its mode; a symbolic link stays one. 0; EBUSY: it was changed since (and stays); -errno. */
int file_replace(const char *file, const struct stat *seen, const struct buffer *content);
