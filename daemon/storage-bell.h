/* SPDX-License-Identifier: MIT */
#pragma once

/* What another thread wakes the loop with. */
#include <uv.h>

struct bell {
	uv_poll_t poll;
	int fd;
	void (*rung)(
		void *owner); /* loop thread: once or more often for several rings, and after the last */
	void (*closed)(void *owner);
	void *owner;
};

/* 0, or -errno: then there is nothing to close. */
int bell_open(struct bell *bell, uv_loop_t *loop, void (*rung)(void *owner), void *owner);

/* Any thread, until it is closed. */
void bell_ring(struct bell *bell);

/* Loop thread, once; closed(owner) is called as the last thing. */
void bell_close(struct bell *bell, void (*closed)(void *owner));
