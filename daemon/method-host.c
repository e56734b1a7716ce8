/* SPDX-License-Identifier: MIT */
/* The machine room: what the service says of itself, Verify and Backup. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/method.h"
#include "daemon/store/backup.h"
#include "daemon/store/store.h"
#include "daemon/store/verified.h"
#include "daemon/store/verify.h"
#include "daemon/stream.h"
#include "include/config.h"
#include "include/interface.h"
#include "lib/base64.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/setting.h"

void handle_get_info(struct call *call)
{
	static const char info[] =
		"{\"vendor\":\"incidentd\",\"product\":\"incidentd\",\"version\":\"" INCIDENT_VERSION
		"\",\"url\":\"https://incidentd.io/\",\"interfaces\":[\"org.varlink.service\","
		"\"io.incidentd.Recorder\"]}";

	call_reply(call, info, sizeof(info) - 1);
}

/* varlink.org/Service: the interface that every service has. */
static const char interface_service[] =
	"# The Varlink Service Interface is provided by every varlink service. It\n"
	"# describes the service and the interfaces it implements.\n"
	"interface org.varlink.service\n\n"
	"method GetInfo() -> (vendor: string, product: string, version: string, url: string, "
	"interfaces: []string)\n\n"
	"method GetInterfaceDescription(interface: string) -> (description: string)\n\n"
	"error InterfaceNotFound (interface: string)\n\n"
	"error MethodNotFound (method: string)\n\n"
	"error MethodNotImplemented (method: string)\n\n"
	"error InvalidParameter (parameter: string)\n\n"
	"error PermissionDenied ()\n\n"
	"error ExpectedMore ()\n";

void handle_get_interface_description(struct call *call)
{
	const char *name = call_text(call, "interface");
	const char *text = strcmp(name, "io.incidentd.Recorder") == 0 ? interface_recorder
			   : strcmp(name, "org.varlink.service") == 0 ? interface_service
								      : NULL;
	drop(buffer_free) struct buffer out = { 0 };

	buffer_add_text(&out, text ? "{\"description\":" : "{\"interface\":");
	canon_text(&out, text ? text : name);
	buffer_add_text(&out, "}");
	if (out.failed)
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
	else if (text)
		call_reply(call, out.data, out.size);
	else
		call_refuse(call, "org.varlink.service.InterfaceNotFound", out.data);
}

static void refuse_settings(struct call *call, const struct setting_fault *fault)
{
	drop(buffer_free) struct buffer out = { 0 };

	buffer_add_text(&out, "{\"place\":");
	canon_text(&out, fault->where);
	buffer_add_text(&out, ",\"reason\":");
	canon_text(&out, fault->what);
	buffer_add_text(&out, "}");
	call_refuse(call, "SettingsWrong", out.failed ? "{}" : out.data);
}

void handle_reload(struct call *call)
{
	const struct service_options *options = &call->service->options;
	struct setting_fault fault;
	int r;

	if (!call_may_administer(call)) {
		call_refuse(call, "NotPermitted",
			    "{\"reason\":\"only root may have the settings read again\"}");
		return;
	}
	r = options->reload(options->owner, &fault);
	if (r > 0)
		refuse_settings(call, &fault);
	else if (r < 0)
		call_refuse(call, "StorageFailed", "{\"reason\":\"the settings cannot be read\"}");
	else
		call_reply(call, "{}", 2);
}

struct verifying {
	struct stream stream;
	struct verify verify;
};

/* A Finding: of an event that does not fit, or (no problem) was expunged. */
static int put_finding(void *owner, int64_t pos, const struct id *id, const char *problem)
{
	drop(buffer_free) struct buffer out = { 0 };
	char text[ID_TEXT_SIZE];

	buffer_printf(&out, "{\"pos\":%lld,\"id\":\"%s\",\"problem\":", (long long)pos,
		      id_format(id, text));
	canon_text(&out, problem ? problem : "expunged");
	buffer_add_text(&out, "}");
	if (out.failed)
		return -ENOMEM;
	return stream_put_as(owner, problem ? "finding" : "expunged", out.data, out.size);
}

static void put_head(struct buffer *out, const uint8_t hash[CHAIN_HASH])
{
	buffer_add_text(out, ",\"head\":\"");
	for (int i = 0; i < CHAIN_HASH; i++)
		buffer_printf(out, "%02x", hash[i]);
	buffer_add_text(out, "\"");
}

static void put_totals(struct stream *stream, const struct store *store,
		       const struct verify *verify)
{
	struct buffer *out = &stream->answer.text;

	buffer_printf(out, "{\"events\":%lld,\"origins\":%lld,\"not_held\":%lld",
		      (long long)verify->events, (long long)verify->origins,
		      (long long)verify->not_held);
	if (store->origin.seq)
		put_head(out, store->origin.hash);
	buffer_add_text(out, "}");
}

static int step_verify(struct stream *stream, struct store *store)
{
	struct verify *verify = &((struct verifying *)stream)->verify;
	int r = verify_next(store, verify, put_finding, stream);

	if (r < 0 || !verify->done)
		return r;
	put_totals(stream, store, verify);
	/* that it was verified is worth keeping, and no reason to fail */
	verified_set(store, verify);
	return STREAM_END;
}

void handle_verify(struct call *call)
{
	struct verifying *verifying = calloc(1, sizeof(*verifying));

	if (!verifying) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return;
	}
	verifying->stream.step = step_verify;
	stream_start(&verifying->stream, call);
}

struct backing_up {
	struct stream stream;
	struct backup *backup;
};

static int put_chunk(struct stream *stream, const struct buffer *chunk, int64_t done, int64_t total)
{
	drop(buffer_free) struct buffer out = { 0 };

	buffer_add_text(&out, "{\"chunk\":\"");
	base64_encode(&out, chunk->data, chunk->size);
	buffer_printf(&out, "\",\"done\":%lld,\"total\":%lld}", (long long)done, (long long)total);
	return out.failed ? -ENOMEM : stream_put(stream, out.data, out.size);
}

static int step_backup(struct stream *stream, struct store *store)
{
	struct backing_up *backing_up = (struct backing_up *)stream;
	drop(buffer_free) struct buffer chunk = { 0 };
	int64_t done, total;
	int r = 0;

	if (!backing_up->backup && (r = backup_open(&backing_up->backup, store)) < 0)
		return r;
	r = backup_next(backing_up->backup, &chunk, &done, &total);
	if (r >= 0 && chunk.size && put_chunk(stream, &chunk, done, total) < 0)
		return -ENOMEM;
	if (r == STREAM_END)
		buffer_printf(&stream->answer.text, "{\"done\":%lld,\"total\":%lld}",
			      (long long)done, (long long)total);
	return r;
}

static void clear_backup(struct stream *stream, struct store *store)
{
	(void)store;
	backup_close(((struct backing_up *)stream)->backup);
}

void handle_backup(struct call *call)
{
	struct backing_up *backing_up = calloc(1, sizeof(*backing_up));

	if (!backing_up) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return;
	}
	backing_up->stream.step = step_backup;
	backing_up->stream.clear = clear_backup;
	stream_start(&backing_up->stream, call);
}
