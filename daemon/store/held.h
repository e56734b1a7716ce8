/* SPDX-License-Identifier: MIT */
#pragma once

/* Whether a path still leads to the file that we write to. */
#include <stdbool.h>
#include <sys/types.h>

struct held {
	dev_t device;
	ino_t inode;
};

/* The file at `path` is the one. One that is not there is none: it is never held. */
void held_take(struct held *held, const char *path);

bool held_is(const struct held *held, const char *path);
