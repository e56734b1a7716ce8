/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The listening socket: handed over by systemd (sd_listen_fds(3), without its library), or made at a path.
 *
 * At a path, the socket file that a dead daemon left behind is replaced; that of a live one, or anything
 * that is no socket, never. The socket is non-blocking, for accept4().
 */
#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

struct listener {
	int fd;     /* -1: closed */
	char *path; /* NULL: systemd's, which keeps its socket file */
	dev_t device;
	ino_t inode;
	struct timespec made; /* inode numbers come back at once */
};

/*
 * Handed over or made. `shared`: for the group too (0660), else for the owner alone (0600); a handed
 * over one has its mode already. 0 or -errno (logged).
 */
int listen_open(struct listener *listener, const char *path, bool shared);

/* Closes the socket and removes its file, if it still is ours. Idempotent. */
void listen_close(struct listener *listener);
