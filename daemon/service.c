/* SPDX-License-Identifier: MIT */
/*
 * A message becomes a call: JSON, then the method's row, then each parameter against the row. Whatever
 * is wrong is remembered, and is the answer when the call is started, so that answers keep their order.
 */
#include "daemon/service.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/method.h"
#include "daemon/storage.h"
#include "include/limits.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/kind.h"
#include "lib/parse.h"

#define SERVICE    "org.varlink.service."
#define RECORDER   "io.incidentd.Recorder."

#define VALUE_SIZE 128 /* bytes that a value of a message takes in memory, about */

static const struct method methods[] = {
	{ SERVICE "GetInfo", false, false, handle_get_info, { { NULL, 0, false } } },
	{ SERVICE "GetInterfaceDescription",
	  false,
	  false,
	  handle_get_interface_description,
	  { { "interface", 's', true } } },
	{ RECORDER "Record",
	  true,
	  false,
	  handle_record,
	  { { "drafts", 'd', true }, { "made_at", 's', false }, { "sent_at", 's', false } } },
	{ RECORDER "Read",
	  false,
	  true,
	  handle_read,
	  { { "incident", 's', false },
	    { "since", 's', false },
	    { "until", 's', false },
	    { "kinds", 'l', false },
	    { "after", 'i', false },
	    { "limit", 'i', false },
	    { "unfiled", 'b', false },
	    { "plain", 'b', false },
	    { "follow", 'b', false } } },
	{ RECORDER "Find",
	  false,
	  false,
	  handle_find,
	  { { "which", 's', true }, { "incident", 's', false } } },
	{ RECORDER "List",
	  false,
	  true,
	  handle_list,
	  { { "states", 'l', false },
	    { "since", 's', false },
	    { "until", 's', false },
	    { "limit", 'i', false } } },
	{ RECORDER "Show", false, false, handle_show, { { "incident", 's', false } } },
	{ RECORDER "Search",
	  false,
	  true,
	  handle_search,
	  { { "query", 's', true },
	    { "incident", 's', false },
	    { "limit", 'i', false },
	    { "best", 'i', false } } },
	{ RECORDER "Switch", false, false, handle_switch, { { "incident", 's', false } } },
	{ RECORDER "Expunge",
	  false,
	  false,
	  handle_expunge,
	  { { "id", 's', true },
	    { "which", 's', true },
	    { "incident", 's', false },
	    { "why", 's', true } } },
	{ RECORDER "Import",
	  false,
	  false,
	  handle_import,
	  { { "events", 'd', true }, { "dry", 'b', false } } },
	{ RECORDER "Verify", false, true, handle_verify, { { NULL, 0, false } } },
	{ RECORDER "Backup", false, true, handle_backup, { { NULL, 0, false } } },
	{ RECORDER "Status", false, false, handle_status, { { NULL, 0, false } } },
	{ RECORDER "Reload", false, false, handle_reload, { { NULL, 0, false } } },
};

#define METHOD_COUNT (sizeof(methods) / sizeof(methods[0]))

static void on_committed(void *owner, int64_t head)
{
	stream_committed(owner, head);
}

int service_open(struct service **out, const struct service_options *options)
{
	struct service *service = calloc(1, sizeof(*service));

	if (!service)
		return -ENOMEM;
	service->options = *options;
	storage_listen(options->storage, on_committed, service);
	*out = service;
	return 0;
}

void service_close(struct service *service)
{
	free(service);
}

static void set_fault(struct call *call, const char *error, const char *what)
{
	call->fault = error;
	snprintf(call->fault_what, sizeof(call->fault_what), "%s", what);
}

static void set_limit_fault(struct call *call, const char *what, int limit)
{
	set_fault(call, "TooLarge", what);
	call->fault_limit = limit;
}

static bool is_list_of(const json_t *value, json_type type)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return false;
	json_array_foreach ((json_t *)value, i, item)
		if (json_typeof(item) != type)
			return false;
	return true;
}

static bool has_type(const json_t *value, char type)
{
	switch (type) {
	case 's':
		return json_is_string(value);
	case 'i':
		return json_is_integer(value);
	case 'b':
		return json_is_boolean(value);
	case 'l':
		return is_list_of(value, JSON_STRING);
	case 'd':
		return is_list_of(value, JSON_OBJECT);
	}
	return false;
}

static const struct parameter *find_parameter(const struct method *method, const char *name)
{
	for (const struct parameter *row = method->parameters; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

static void check_parameters(struct call *call)
{
	const char *name;
	json_t *value;

	json_object_foreach (call->parameters, name, value) {
		const struct parameter *row = find_parameter(call->method, name);

		if (!row || !(json_is_null(value) || has_type(value, row->type))) {
			set_fault(call, SERVICE "InvalidParameter", name);
			return;
		}
		if (json_string_length(value) > LIMIT_FIELD) {
			set_limit_fault(call, name, LIMIT_FIELD);
			return;
		}
	}
	for (const struct parameter *row = call->method->parameters; row->name; row++)
		if (row->needed &&
		    !has_type(json_object_get(call->parameters, row->name), row->type))
			set_fault(call, SERVICE "InvalidParameter", row->name);
}

/* Is this the name of an interface of ours, but for its dot? */
static bool is_ours(const char *name, size_t size)
{
	return (size + 1 == strlen(RECORDER) && strncmp(name, RECORDER, size) == 0) ||
	       (size + 1 == strlen(SERVICE) && strncmp(name, SERVICE, size) == 0);
}

static void set_interface_fault(struct call *call, const char *name, size_t size)
{
	char interface[sizeof(call->fault_what)];

	snprintf(interface, sizeof(interface), "%.*s", (int)size, name);
	set_fault(call, SERVICE "InterfaceNotFound", interface);
}

static void find_method(struct call *call)
{
	const char *name = json_string_value(json_object_get(call->request, "method"));
	const char *dot = name ? strrchr(name, '.') : NULL;

	for (size_t i = 0; name && i < METHOD_COUNT; i++)
		if (strcmp(methods[i].name, name) == 0)
			call->method = &methods[i];
	if (call->method)
		return;
	if (!dot)
		set_fault(call, SERVICE "InvalidParameter", "method");
	else if (is_ours(name, (size_t)(dot - name)))
		set_fault(call, SERVICE "MethodNotFound", name);
	else
		set_interface_fault(call, name, (size_t)(dot - name));
}

/* What stands beside method and parameters. */
static void read_flags(struct call *call)
{
	static const char *const known[] = { "method", "parameters", "more", "oneway", "upgrade" };
	const char *name;
	json_t *value;

	call->more = json_is_true(json_object_get(call->request, "more"));
	call->oneway = json_is_true(json_object_get(call->request, "oneway"));
	json_object_foreach (call->request, name, value) {
		size_t i = 0;

		while (i < 5 && strcmp(known[i], name) != 0)
			i++;
		if (i == 5 || (i >= 2 && !json_is_boolean(value) && !json_is_null(value)))
			set_fault(call, SERVICE "InvalidParameter", name);
	}
}

static void read_parameters(struct call *call)
{
	json_t *parameters = json_object_get(call->request, "parameters");

	if (json_is_null(parameters))
		parameters = NULL;
	if (parameters && !json_is_object(parameters))
		set_fault(call, SERVICE "InvalidParameter", "parameters");
	else
		call->parameters = parameters;
}

/* No JSON, no UTF-8, a NUL in a text: where, for whoever writes a client. */
static void set_message_fault(struct call *call, size_t byte)
{
	char what[sizeof(call->fault_what)];

	snprintf(what, sizeof(what), "message, byte %zu", byte);
	set_fault(call, SERVICE "InvalidParameter", what);
}

/* The answer repeats what is corrected, and may be much longer than the request: one at a time. */
static bool corrects(const struct call *call)
{
	const json_t *draft;
	size_t i;

	json_array_foreach (json_object_get(call->parameters, "drafts"), i, draft) {
		const char *name = json_string_value(json_object_get(draft, "kind"));
		enum kind kind = name ? kind_of(name) : KIND_COUNT;

		if (kind != KIND_COUNT && kinds[kind].incident == KIND_TARGET)
			return true;
	}
	return false;
}

static void understand(struct call *call)
{
	read_flags(call);
	read_parameters(call);
	if (!call->fault)
		find_method(call);
	if (!call->fault)
		check_parameters(call);
	if (!call->fault && call->method->streams && !call->more)
		set_fault(call, SERVICE "ExpectedMore", "");
	call->alone = call->fault || !call->method->overlaps || corrects(call);
	call->asks = call->fault || call->method->streams || call->method->handle == handle_find;
}

static void understand_json(struct call *call, int answer, const struct parse_count *count)
{
	if (answer < 0)
		set_fault(call, "StorageFailed", "out of memory");
	else if (answer == PARSE_MANY)
		set_limit_fault(call, "values", LIMIT_VALUES);
	else if (answer == PARSE_WRONG)
		set_message_fault(call, count->read);
	else if (answer == PARSE_DEEP || !json_is_object(call->request))
		set_fault(call, SERVICE "InvalidParameter", "message");
	else
		understand(call);
}

/* It waits for its turn: what will not be needed does not. */
static void weigh(struct call *call, size_t values)
{
	if (!call->fault) {
		call->tree = values * VALUE_SIZE;
		return;
	}
	arena_free(&call->memory);
	call->request = call->parameters = NULL;
}

void service_parse(struct service *service, struct call *call, const char *message, size_t size)
{
	struct parse_count count;
	int r = parse_json_in(&call->memory, &call->request, message, size, LIMIT_VALUES, &count);

	call->service = service;
	call->alone = true;
	understand_json(call, r, &count);
	weigh(call, count.values);
}

static const char *fault_member(const struct call *call)
{
	if (strcmp(call->fault, SERVICE "MethodNotFound") == 0)
		return "method";
	if (strcmp(call->fault, SERVICE "InterfaceNotFound") == 0)
		return "interface";
	if (strcmp(call->fault, "StorageFailed") == 0)
		return "reason";
	return strcmp(call->fault, "TooLarge") == 0 ? "what" : "parameter";
}

void service_start(struct call *call)
{
	if (!call->fault) {
		call->method->handle(call);
		return;
	}
	drop(json_decref) json_t *what = json_object();
	if (call->fault_limit)
		json_object_set_new(what, "limit", json_integer(call->fault_limit));
	if (call->fault_what[0])
		json_object_set_new(what, fault_member(call), json_string(call->fault_what));
	drop(free) char *parameters = json_dumps(what, JSON_COMPACT);
	call_refuse(call, call->fault, parameters ? parameters : "{}");
}

void service_resume(struct call *call)
{
	if (call->state && call->method && call->method->streams)
		stream_resume(call);
}

void service_cancel(struct call *call)
{
	call->cancelled = true;
	if (!call->started)
		call_done(call);
	else if (call->state && call->method && call->method->streams)
		stream_cancel(call);
}

void service_drain(struct service *service)
{
	service->draining = true;
	stream_drain(service);
}

static char *error_message(const char *name, json_t *parameters)
{
	char whole[64];

	snprintf(whole, sizeof(whole), RECORDER "%s", name);
	drop(json_decref) json_t *message =
		json_pack("{s:s, s:o}", "error", whole, "parameters", parameters);
	return message ? json_dumps(message, JSON_COMPACT) : NULL;
}

char *service_error(const char *name, const char *member, const char *reason)
{
	return error_message(name, json_pack("{s:s}", member, reason));
}

char *service_error_limit(const char *name, int64_t limit, const char *what)
{
	return error_message(name,
			     json_pack("{s:I, s:s}", "limit", (json_int_t)limit, "what", what));
}
