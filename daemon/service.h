/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What messages mean: the method table, from Varlink call (varlink.org) to storage job and back. It
 * knows no sockets.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/call.h"

struct names;
struct setting_fault;
struct storage;

/* How it stands with the server. What it counts, it counts since it started. */
struct standing {
	int64_t started_at;
	int64_t peers; /* connections at present */
	int64_t connections, connections_refused;
	int64_t rests;                      /* ration_rests() began so often */
	const char *spool;                  /* its directory; NULL: there is none */
	int64_t spool_waiting, spool_aside; /* files */
};

struct service_options {
	struct storage *storage;
	struct names *names;
	const char *mode;                                     /* "system" or "user" */
	void (*look)(void *owner, struct standing *standing); /* for Status */
	/* Read the settings again. 0; 1: *fault is what is wrong in a file, nothing was changed; -errno (logged). */
	int (*reload)(void *owner, struct setting_fault *fault);
	void *owner;
};

struct service;

/* 0 or -errno. The options' pointers must outlive the service. */
int service_open(struct service **service, const struct service_options *options);

/* No call may be under way. NULL is fine. */
void service_close(struct service *service);

/*
 * Understand a message. Always leaves a call that can be started: what is wrong with the message is
 * what it will be answered with.
 */
void service_parse(struct service *service, struct call *call, const char *message, size_t size);

void service_start(struct call *call);

/* The peer has room again for the answers of a stream that was told to pause, or has parted. */
void service_resume(struct call *call);

/* Nobody wants the answer. A started call ends with done() when its job is back; one that was not started at once. */
void service_cancel(struct call *call);

/* The daemon is stopping: end all followed reads, so that their calls are done. */
void service_drain(struct service *service);

/* A ready-made error message for a connection that is refused or ends: Busy, TooLarge. Returns malloced text or NULL. */
char *service_error(const char *name, const char *member, const char *reason);
char *service_error_limit(const char *name, int64_t limit, const char *what);
