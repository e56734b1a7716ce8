/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * How much of the daemon each user may hold at once: connections, and bytes of messages in flight
 * (LIMIT_PEERS and the like, include/limits.h). A connection holds a share, its user's part of the
 * ration, and takes and gives back through it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct share;

struct ration {
	unsigned peers_most, peers_user_most; /* connections in all, and of a user but root */
	struct share *shares;
	struct waiter *waiters;
	unsigned peers;
	size_t flight;
};

/* A connection that would read if it were allowed to. */
struct waiter {
	struct waiter *next;
	bool waiting;
	void (*go_on)(struct waiter *waiter); /* ask again; may wait again */
};

enum ration_answer {
	RATION_PEERS = 1, /* no more connections may be open */
	RATION_PEERS_USER /* no more of this user may */
};

/* For one connection. 0 and a share, an answer, or -ENOMEM. Of a ration that is zero but for its bounds, nothing is taken. */
int ration_enter(struct ration *ration, uid_t uid, struct share **share);

/* The connection is gone; it has given back what it took. */
void ration_leave(struct share *share);

/* How many messages a connection may take in one turn of the loop: the user's share of it, at least one. */
unsigned ration_turn(const struct share *share);

/* May another message be read? One that is read is taken, whatever its size; a user who holds none may read one. */
bool ration_allows(const struct share *share);
void ration_take(struct share *share, size_t size);
void ration_give(struct share *share, size_t size);

/* Be told when something was given back. Waiting twice is waiting. */
void ration_wait(struct share *share, struct waiter *waiter);
void ration_forget(struct share *share, struct waiter *waiter);
