/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Ownership, said where it begins: a local declared with drop(f) is given to f when its scope ends,
 * however it ends; steal() hands it on and leaves NULL behind.
 *
 *	drop(json_decref) json_t *reply = json_object();
 *	...
 *	return steal(&reply);
 *
 * drop(f) needs fp(), which takes the address of the local. jansson ships json_decrefp();
 * DROP(type, f) makes one for a destructor of ours, which takes NULL.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define drop(f) __attribute__((cleanup(f##p)))

#define DROP(type, f)                         \
	static inline void f##p(type **owner) \
	{                                     \
		f(*owner);                    \
	}

#define steal(owner)                                   \
	({                                             \
		__typeof__(*(owner)) taken = *(owner); \
		*(owner) = NULL;                       \
		taken;                                 \
	})

static inline void freep(void *owner)
{
	free(*(void **)owner);
}

static inline void file_close(FILE *file)
{
	if (file)
		fclose(file);
}
DROP(FILE, file_close)

/* A descriptor is its own kind of owner: -1 is nothing. */
static inline void fd_closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline int steal_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}
