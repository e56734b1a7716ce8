/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * One connection: bytes in, messages, calls; answers, bytes out. It bounds what the other end can make
 * us hold (include/limits.h): what cannot be read now is left in the socket.
 */
#include <uv.h>

#include "daemon/credential.h"

struct peer;
struct service;
struct share;

struct peer_options {
	struct service *service;
	struct share *share; /* ration_enter() */
	struct credential credential;
	/* It is closed, its calls are done, its memory goes. */
	void (*gone)(void *owner, struct peer *peer);
	void *owner;
};

/*
 * Serve a connected socket. The socket and the share are taken over, whatever the result. 0 or -errno;
 * on failure `gone` is not called.
 */
int peer_open(struct peer **peer, uv_loop_t *loop, int socket, const struct peer_options *options);

/* Read no more; answer what was read, then close. */
void peer_drain(struct peer *peer);

/* Close now. Idempotent. */
void peer_close(struct peer *peer);
