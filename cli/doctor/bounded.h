/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Something that may never come back (a disk or a directory service that hangs): a child does it, and
 * what it has written by the deadline is what there is.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct bounded {
	pid_t pid;
	int out; /* what the child writes is read here; -1: there is no child */
};

/* run(out, owner) in a child, which then ends. */
void bounded_start(struct bounded *bounded, void (*run)(int out, const void *owner),
		   const void *owner);

/* All that it wrote up to its end, at most `size` bytes; then the child is gone. Their number, or -errno: -ETIMEDOUT. */
ssize_t bounded_finish(struct bounded *bounded, void *bytes, size_t size, int64_t deadline);
