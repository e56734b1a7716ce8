/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * How much of the daemon each user may hold at once: connections, and bytes of messages in flight
 * (LIMIT_PEERS and the like, include/limits.h). A connection holds a share, its user's part of the
 * ration, and takes and gives back through it.
 *
 * And how much of its time, while others record something: the more connections are served at once or calls
 * wait (streams, which may wait for ever, do not count), the longer is the rest that it costs (daemon/pace.h). Who is
 * alone may have all of it, and so may one call at a time.
 * Times are in nanoseconds, of a clock that does not jump.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct share;

/* Who recorded something, and when. 0: nobody did. */
struct recorded {
	uid_t uid;
	uint64_t at;
};

struct ration {
	unsigned peers_most, peers_user_most; /* connections in all, and of a user but root */
	struct share *shares;
	struct waiter *waiters;
	unsigned peers;
	size_t flight;
	uint64_t now;            /* when it last heard of the time */
	int64_t rests;           /* how often somebody began to rest */
	struct recorded last[2]; /* the last one, and the last one who is somebody else */
	/* The owner's: somebody waits who rests; ration_wake() after so long. */
	void (*rest)(void *owner, uint64_t time);
	void *owner;
};

/* A connection that would read if it were allowed to. */
struct waiter {
	struct waiter *next;
	struct share *share;                  /* where it waits; NULL: it does not */
	void (*go_on)(struct waiter *waiter); /* ask again; may wait again */
};

enum ration_answer {
	RATION_PEERS = 1, /* no more connections may be open */
	RATION_PEERS_USER /* no more of this user may */
};

/* For one connection. 0 and a share, an answer, or -ENOMEM. Of a ration that is zero but for its bounds, nothing is taken. */
int ration_enter(struct ration *ration, uid_t uid, struct share **share);

/* The connection is gone; it has given back what it took. What its user has to rest is not forgotten. */
void ration_leave(struct share *share);

/* All connections are gone. */
void ration_free(struct ration *ration);

/* How many messages a connection may take in one turn of the loop: the user's share of it, at least one. */
unsigned ration_turn(const struct share *share);

/* A connection was served for so long, until now. `served` is its own, zero at first: whether it was counted lately. */
void ration_serve(struct share *share, uint64_t *served, uint64_t now, uint64_t time);

/* So much time was taken elsewhere for a user who may be gone. */
void ration_spend(struct ration *ration, int64_t uid, uint64_t now, uint64_t time);

/* Its user has recorded something. */
void ration_recorded(struct share *share);

/* Must its user leave the time to others now? */
bool ration_rests(const struct share *share);

/* May another message be read? One that is read is taken, whatever its size; a user who holds none may read one. */
bool ration_allows(const struct share *share);
void ration_take(struct share *share, size_t size, bool stream);
void ration_give(struct share *share, size_t size, bool stream);

/* Be told when something was given back, or a rest is over. Waiting twice is waiting. */
void ration_wait(struct share *share, struct waiter *waiter);
void ration_wake(struct ration *ration, uint64_t now);
void ration_forget(struct share *share, struct waiter *waiter);
