/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * One message on its way: read by a peer, understood and answered by the service.
 *
 * The peer makes it, hands it to service_parse() and service_start(), and hears of it through `answer`
 * and, once and last, `done`. All of it happens on the loop's thread. If the peer goes first it says
 * service_cancel(): no answer comes any more, `done` still does.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "daemon/credential.h"
#include "lib/arena.h"

struct buffer;
struct call;
struct method;
struct service;

struct call_sink {
	/*
	 * A whole message, or some, each with its NUL, or none, to ask whether to go on; their memory is taken. One that failed: there
	 * was no memory, so that the connection has to end. False: answer no more until service_resume().
	 */
	bool (*answer)(struct call *call, struct buffer *messages);
	/* The service will not touch the call again; the sink frees it. */
	void (*done)(struct call *call);
};

struct call {
	/* The peer's. */
	const struct call_sink *sink;
	void *owner;
	struct call *next;
	struct credential credential;
	size_t size; /* of the message */
	bool started;
	bool rests; /* it is to answer no more for now because its user leaves the time to others */
	bool parted; /* nothing more comes behind it: who follows waits for no commit */

	/* Set by service_parse(). */
	bool alone;  /* starts only when all calls before it are answered; others may overlap */
	bool oneway; /* is not answered */
	bool more;   /* may be answered more than once */
	bool asks;   /* does nothing but answer */
	bool fatal;  /* after its answer the connection is closed */
	size_t tree; /* bytes that its values take in memory, about */

	/* The service's. */
	struct service *service;
	const struct method *method;
	struct arena memory; /* of the request */
	json_t *request, *parameters;
	const char *fault;   /* an error it will be answered with, or NULL */
	char fault_what[96]; /* the parameter that is wrong */
	int fault_limit;     /* of TooLarge */
	void *state;         /* the method's own */
	bool cancelled;
};
