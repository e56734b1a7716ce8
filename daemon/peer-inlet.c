/* SPDX-License-Identifier: MIT */
#include "daemon/peer-inlet.h"

#include <errno.h>

#include "daemon/pipeline.h"
#include "daemon/ration.h"
#include "daemon/service.h"
#include "include/limits.h"

/*
 * Messages are taken as soon as they are read, so that the frame is never full; where there is no more
 * room for calls, reading stops at once and goes on when the owner says inlet_update(). To stop and go on
 * costs libuv two system calls: where all was taken it is not stopped.
 */
void inlet_open(struct inlet *inlet)
{
	inlet->frame.limit = LIMIT_MESSAGE;
	inlet->stream->data = inlet;
}

static void forget(struct inlet *inlet)
{
	inlet->unparsed = false;
	frame_clear(&inlet->frame);
}

static int take_too_large(struct inlet *inlet)
{
	inlet_ignore(inlet);
	return pipeline_add_last(inlet->pipeline,
				 service_error_limit("TooLarge", LIMIT_MESSAGE, "message"));
}

static int take_message(struct inlet *inlet, const char *message, size_t size)
{
	int r = pipeline_add(inlet->pipeline, message, size);

	inlet->taken++;
	if (!frame_pending(&inlet->frame))
		forget(inlet);
	if (r == PIPELINE_LAST)
		inlet_ignore(inlet);
	return r == PIPELINE_LAST ? 0 : r;
}

static int take_next(struct inlet *inlet)
{
	const char *message;
	size_t size;

	switch (frame_next(&inlet->frame, &message, &size)) {
	case 0:
		return take_message(inlet, message, size);
	case FRAME_TOO_LARGE:
		return take_too_large(inlet);
	default:
		inlet->unparsed = false;
		return 0;
	}
}

int inlet_take(struct inlet *inlet)
{
	unsigned left = ration_turn(inlet->pipeline->share);
	int r = inlet->error;

	while (r == 0 && left-- && inlet_has_more(inlet))
		r = take_next(inlet);
	if (inlet->unparsed && frame_is_half(&inlet->frame))
		inlet->unparsed = false;
	return r;
}

bool inlet_has_more(const struct inlet *inlet)
{
	return inlet->unparsed && pipeline_has_room(inlet->pipeline);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	struct inlet *inlet = handle->data;
	size_t size = 0;

	(void)suggested;
	buffer->base = frame_room(&inlet->frame, &size);
	buffer->len = size;
}

/* ECONNRESET: the other end went away without reading all that we wrote. */
static void read_failed(struct inlet *inlet, int error)
{
	if (inlet->state == INLET_IGNORED)
		forget(inlet);
	inlet->state = INLET_ENDED;
	inlet->error = error == UV_EOF || error == -ECONNRESET ? 0 : error;
}

static void bytes_came(struct inlet *inlet, size_t size)
{
	uint64_t begun = uv_hrtime(), now;

	frame_added(&inlet->frame, size);
	inlet->unparsed = true;
	if (inlet->state == INLET_IGNORED)
		forget(inlet);
	inlet->error = inlet_take(inlet);
	now = uv_hrtime();
	ration_serve(inlet->pipeline->share, &inlet->pipeline->served, now, now - begun);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
	struct inlet *inlet = stream->data;

	(void)buffer;
	if (size < 0)
		read_failed(inlet, (int)size);
	else
		bytes_came(inlet, (size_t)size);
	inlet_update(inlet);
	inlet->changed(inlet->owner);
}

/* Half a message goes on becoming whole while its user rests: so its time goes on, too. */
static bool may_end_half(const struct inlet *inlet)
{
	return frame_pending(&inlet->frame) && ration_rests(inlet->pipeline->share);
}

static bool may_read(const struct inlet *inlet)
{
	if (inlet->error)
		return false;
	if (inlet->state == INLET_OPEN)
		return !inlet->unparsed &&
		       (pipeline_has_room(inlet->pipeline) || may_end_half(inlet));
	return inlet->state == INLET_IGNORED;
}

void inlet_update(struct inlet *inlet)
{
	bool may = may_read(inlet);

	if (may && !inlet->reading)
		uv_read_start(inlet->stream, on_alloc, on_read);
	if (!may && inlet->reading)
		uv_read_stop(inlet->stream);
	inlet->reading = may;
}

void inlet_ignore(struct inlet *inlet)
{
	forget(inlet);
	if (inlet->state == INLET_OPEN)
		inlet->state = INLET_IGNORED;
}

void inlet_end(struct inlet *inlet)
{
	forget(inlet);
	inlet->state = INLET_ENDED;
}

bool inlet_is_done(const struct inlet *inlet)
{
	return inlet->state == INLET_ENDED && !inlet->unparsed;
}

bool inlet_has_half(const struct inlet *inlet)
{
	return inlet->reading && inlet->state == INLET_OPEN && frame_pending(&inlet->frame);
}

void inlet_free(struct inlet *inlet)
{
	frame_clear(&inlet->frame);
}
