/* SPDX-License-Identifier: MIT */
#pragma once

/* A Unix stream socket that carries JSON messages, each ended by a NUL (varlink.org), with deadlines. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/frame.h"

#define WIRE_FOREVER INT64_MAX /* a deadline that never comes */

enum wire_answer {
	WIRE_LATE = 1, /* the deadline came first */
	WIRE_CLOSED,   /* the other end is gone */
	WIRE_UNREAD,   /* nobody reads `output` */
};

struct wire {
	int fd;        /* -1: not connected */
	pid_t carrier; /* the program at the other end, which ends when it reads the end; 0: none */
	bool stuck;    /* it let a deadline pass */
	int output; /* where what is received goes: it is over when nobody reads there; 0: nowhere */
	struct frame in;
};

/* The monotonic clock so many milliseconds from now. */
int64_t wire_deadline(int64_t milliseconds);

/* 0 or -errno; a full backlog (EAGAIN) is tried again until the deadline, then -ETIMEDOUT. */
int wire_connect(struct wire *wire, const char *path, int64_t deadline);

/* 0, an answer, or -errno. */
int wire_send(struct wire *wire, const char *bytes, size_t size, int64_t deadline);

/* The next message, valid until the next call. 0, an answer, or -errno. */
int wire_receive(struct wire *wire, int64_t deadline, const char **message);

/* A carrier that is stuck is ended; others may be in use by other connections (ssh_config(5), ControlMaster). */
void wire_close(struct wire *wire);
