/* SPDX-License-Identifier: MIT */
#pragma once

/* Could this user keep files in a directory, which need not be there yet? */
#include "cli/doctor/doctor.h"

#define WRITABLE_PATH 4096

/* 0; or -errno, and what stands in the way, the directory itself or one above it, into `at`. */
int writable_check(const char *directory, char at[WRITABLE_PATH]);

/* What to type against that. */
void writable_fix(struct diagnosis *diagnosis, const char *directory, const char *at, int error);
