/* SPDX-License-Identifier: MIT */
#pragma once

/* All of what is to be written or read, however often the system calls are cut short; and is it kept? */

#include <stddef.h>
#include <stdint.h>

/* 0 or -errno; what was written until then is written. */
int fd_write(int fd, const void *bytes, size_t size);

/* The same, from that offset of a file. */
int fd_write_at(int fd, const void *bytes, size_t size, int64_t offset);

/* From that offset of a file. 0 or -errno; -ENODATA: the file ends before. */
int fd_read(int fd, void *bytes, size_t size, int64_t offset);

/* Descriptors 0 to 2 that are closed become /dev/null: else what is opened next is written to by whoever prints. */
void fd_standard(void);

/*
 * After a sync that says it was done: 0, or -EIO if the file system of this file, which is open for writing and has
 * a block, gave up its journal meanwhile. Then what was synced may not be there.
 */
int fd_kept(int fd);
