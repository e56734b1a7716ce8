/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The methods: one row each in the table of service.c. A row's parameters are checked before its
 * function is called, so that a handler takes only what is there and of its type.
 *
 * To add a method: its lines in include/io.incidentd.Recorder.varlink, its row, its handler.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemon/call.h"
#include "daemon/service.h"
#include "lib/event.h"

struct answer;
struct buffer;

struct parameter {
	const char *name;
	char type; /* s string, i integer, b boolean, l list of strings, d list of objects */
	bool needed;
};

#define PARAMETERS_MAX 9

struct method {
	const char *name; /* whole: "io.incidentd.Recorder.Record" */
	bool overlaps;    /* may run beside other calls of its connection */
	bool streams;     /* is answered several times: needs "more" */
	void (*handle)(struct call *call);
	struct parameter parameters[PARAMETERS_MAX + 1];
};

/* Errors by name, how often each was the answer (daemon/service-refusal.c). */
#define REFUSALS 24

struct refusals {
	int64_t count[REFUSALS];
};

struct service {
	struct service_options options;
	struct refusals refusals;
	struct stream *followers;
	int64_t head;
	bool draining;
};

/* Parameters, by name; missing or null: NULL, `missing`, false. */
const char *call_text(const struct call *call, const char *name);
int64_t call_number(const struct call *call, const char *name, int64_t missing);
bool call_flag(const struct call *call, const char *name);

/* A time among the parameters: false if it is none; missing is EVENT_NEVER. */
bool call_time(const struct call *call, const char *name, int64_t *at);

/* Who calls, with names as far as they are known. */
struct author call_author(const struct call *call);

/* Whole answers, each with its NUL; their memory may be taken. False: answer no more until resumed. */
bool call_send(struct call *call, struct buffer *messages);

/* Answer. `parameters` is the text of an object. */
void call_reply(struct call *call, const char *parameters, size_t size);
void call_refuse(struct call *call, const char *error, const char *parameters);
void call_invalid(struct call *call, const char *parameter);
void call_answer(struct call *call, const struct answer *answer);

/* The call is over: nothing of it is touched any more. */
void call_done(struct call *call);

/* An error is the answer: it is counted. */
void refusals_add(struct refusals *refusals, const char *error);

/* {"Conflict":2,…}: those that there were. */
void refusals_write(const struct refusals *refusals, struct buffer *out);

/* What a stream answers when it is told to go on, to stop, or that there are new events. */
void stream_resume(struct call *call);
void stream_cancel(struct call *call);
void stream_committed(struct service *service, int64_t head);
void stream_drain(struct service *service);

void handle_get_info(struct call *call);
void handle_get_interface_description(struct call *call);
void handle_record(struct call *call);
void handle_read(struct call *call);
void handle_search(struct call *call);
void handle_list(struct call *call);
void handle_verify(struct call *call);
void handle_backup(struct call *call);
void handle_find(struct call *call);
void handle_show(struct call *call);
void handle_switch(struct call *call);
void handle_expunge(struct call *call);
void handle_import(struct call *call);
void handle_status(struct call *call);
void handle_reload(struct call *call);

/* Is it root, or in private the owner: may do what the group may not. */
bool call_may_administer(const struct call *call);
