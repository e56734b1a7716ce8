/* SPDX-License-Identifier: MIT */
#include "daemon/peer-outlet.h"

#include <errno.h>

/*
 * Most answers fit into the socket and are gone with the first try. What does not fit moves to `sent`,
 * which libuv reads from until it is written; meanwhile the next answers collect in `out`.
 */
static void on_written(uv_write_t *write, int status)
{
	struct outlet *outlet = write->data;

	outlet->writing = false;
	buffer_free(&outlet->sent);
	outlet->written(outlet->owner, status);
}

static uv_buf_t rest_of(const struct buffer *buffer, size_t start)
{
	return uv_buf_init(buffer->data + start, (unsigned)(buffer->size - start));
}

static int write_rest(struct outlet *outlet, size_t start)
{
	uv_buf_t rest = rest_of(&outlet->out, start);

	outlet->sent = outlet->out;
	outlet->out = (struct buffer){ 0 };
	outlet->write.data = outlet;
	outlet->writing = true;
	return uv_write(&outlet->write, outlet->stream, &rest, 1, on_written);
}

int outlet_flush(struct outlet *outlet)
{
	uv_buf_t all;
	int r;

	if (outlet->writing || !outlet->out.size)
		return 0;
	all = rest_of(&outlet->out, 0);
	r = uv_try_write(outlet->stream, &all, 1);
	if (r < 0 && r != -EAGAIN)
		return r;
	if (r < 0 || (size_t)r < all.len)
		return write_rest(outlet, r < 0 ? 0 : (size_t)r);
	buffer_free(&outlet->out);
	return 0;
}

size_t outlet_size(const struct outlet *outlet)
{
	return outlet->out.size + uv_stream_get_write_queue_size(outlet->stream);
}

void outlet_drop(struct outlet *outlet)
{
	buffer_free(&outlet->out);
}

void outlet_free(struct outlet *outlet)
{
	buffer_free(&outlet->out);
	buffer_free(&outlet->sent);
}
