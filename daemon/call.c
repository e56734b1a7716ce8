/* SPDX-License-Identifier: MIT */
/* Parameters out of a call, and answers into its sink. Texts of stored events are pasted in, not parsed. */
#include "daemon/call.h"

#include <string.h>

#include "daemon/method.h"
#include "daemon/name.h"
#include "daemon/store/answer.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/stamp.h"

const char *call_text(const struct call *call, const char *name)
{
	return json_string_value(json_object_get(call->parameters, name));
}

int64_t call_number(const struct call *call, const char *name, int64_t missing)
{
	const json_t *value = json_object_get(call->parameters, name);

	return json_is_integer(value) ? json_integer_value(value) : missing;
}

bool call_flag(const struct call *call, const char *name)
{
	return json_is_true(json_object_get(call->parameters, name));
}

bool call_time(const struct call *call, const char *name, int64_t *at)
{
	const char *text = call_text(call, name);

	*at = EVENT_NEVER;
	return !text || stamp_parse(text, at) == 0;
}

struct author call_author(const struct call *call)
{
	struct names *names = call->service->options.names;
	int64_t login = call->credential.login;

	return (struct author){
		.uid = call->credential.uid,
		.name = names_get(names, call->credential.uid),
		.login = login >= 0 ? login : EVENT_NOBODY,
		.login_name = login >= 0 ? names_get(names, login) : NULL,
	};
}

bool call_may_administer(const struct call *call)
{
	return call->credential.uid == 0 || strcmp(call->service->options.mode, "user") == 0;
}

bool call_send(struct call *call, struct buffer *messages)
{
	if (call->cancelled || call->oneway)
		return true;
	return call->sink->answer(call, messages);
}

#define MESSAGE_SIZE 32 /* of an answer, without its parameters */

void call_reply(struct call *call, const char *parameters, size_t size)
{
	drop(buffer_free) struct buffer message = { 0 };

	buffer_reserve(&message, size + MESSAGE_SIZE);
	buffer_add_text(&message, "{\"parameters\":");
	buffer_add(&message, parameters, size);
	buffer_add(&message, "}", 2);
	call_send(call, &message);
	call_done(call);
}

void call_refuse(struct call *call, const char *error, const char *parameters)
{
	drop(buffer_free) struct buffer message = { 0 };

	refusals_add(&call->service->refusals, error);
	buffer_add_text(&message, "{\"error\":\"");
	buffer_add_text(&message, strchr(error, '.') ? "" : "io.incidentd.Recorder.");
	buffer_add_text(&message, error);
	buffer_add_text(&message, "\",\"parameters\":");
	buffer_add_text(&message, parameters);
	buffer_add(&message, "}", 2);
	call_send(call, &message);
	call_done(call);
}

void call_invalid(struct call *call, const char *parameter)
{
	struct answer answer = { .error = NULL };

	answer_invalid(&answer, parameter);
	call_answer(call, &answer);
	answer_free(&answer);
}

void call_answer(struct call *call, const struct answer *answer)
{
	if (answer->text.failed || !answer->text.data)
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
	else if (answer->error)
		call_refuse(call, answer->error, answer->text.data);
	else
		call_reply(call, answer->text.data, answer->text.size);
}

void call_done(struct call *call)
{
	arena_free(&call->memory);
	call->request = call->parameters = NULL;
	call->sink->done(call);
}
