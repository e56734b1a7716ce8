/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The recorder that this run would speak to, as far as it can be known without starting one: who listens,
 * what it answers, what systemd says of it.
 */
#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

#include "cli/client/socket.h"
#include "cli/doctor/units.h"
#include "cli/session.h"

enum reach {
	REACH_NO_PLACE, /* there is no place for a private log: error */
	REACH_IDLE,     /* systemd listens for it; it does not run, and was not asked */
	REACH_NOBODY,   /* nobody listens */
	REACH_DENIED,
	REACH_FAILED,  /* the connection failed in another way: error */
	REACH_HUNG,    /* it takes no connection, or answers nothing */
	REACH_FOREIGN, /* what answers is no recorder */
	REACH_BUSY,    /* it lets nobody in: see `refusal` */
	REACH_STORAGE, /* it answers, but its storage does not */
	REACH_ANSWERS, /* `status` is there, or `refusal` says why not */
};

struct recorder {
	const struct session *session;
	int place;                   /* of socket_choose(): 0 or -errno */
	struct socket_choice choice; /* if that is 0 */
	struct units units;
	enum reach reach;
	int error;       /* -errno, see above */
	int64_t waited;  /* milliseconds until all was answered */
	pid_t pid;       /* who listens; 0: not known, or systemd */
	char *version;   /* NULL: it did not say */
	json_t *status;  /* of Status; NULL: it did not answer, or with an error */
	json_t *refusal; /* that error: a message with "error" and "parameters" */
};

/* Asks, within CLIENT_ANSWER; starts nothing, prints nothing. */
void recorder_ask(struct recorder *recorder, struct session *session);

/* What Status said; missing: NULL, `missing`. `path` is names with dots between: "disk.free". */
const json_t *recorder_value(const struct recorder *recorder, const char *path);
int64_t recorder_number(const struct recorder *recorder, const char *path, int64_t missing);
const char *recorder_text(const struct recorder *recorder, const char *path);

/* Is it of a host, whose units and group are there? */
bool recorder_is_shared(const struct recorder *recorder);

void recorder_free(struct recorder *recorder);

static inline void recorder_freep(struct recorder *recorder)
{
	recorder_free(recorder);
}
