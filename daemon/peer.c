/* SPDX-License-Identifier: MIT */
#include "daemon/peer.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "daemon/peer-inlet.h"
#include "daemon/peer-outlet.h"
#include "daemon/pipeline.h"
#include "daemon/ration.h"
#include "include/limits.h"
#include "lib/drop.h"

/*
 * Whatever happens to a peer (bytes, an answer, room in the socket or in the ration) only changes its
 * state and asks for work(), which runs once in the next turn of the loop and does all that follows.
 * So nothing here is entered twice, and what is answered in one turn leaves in one write.
 *
 * Work is asked for by an idle handle: while one is active the loop does not sleep.
 */
enum { second = 1000 };

/* What the timer is for; it is for one thing at a time. */
enum watch {
	WATCH_NOTHING,
	WATCH_PARTIAL, /* half a message is there: it must be whole in time */
	WATCH_HANGUP,  /* calls run and nothing is read: has the other end gone away? */
	WATCH_LINGER,  /* the last answer: it must be taken in time */
};

struct peer {
	uv_pipe_t pipe;
	uv_idle_t idle;
	uv_timer_t timer;
	unsigned handles; /* not closed yet */

	struct inlet inlet;
	struct pipeline pipeline;
	struct outlet outlet;
	struct waiter waiter;

	enum watch watch;
	unsigned long watched; /* how many messages had been taken when it began */
	bool lost;             /* nobody is there to read an answer */
	bool shut;             /* we said that we are at the end */
	bool closing;

	void (*gone)(void *owner, struct peer *peer);
	void *owner;
};

static void work(struct peer *peer);

static int socket_of(const struct peer *peer)
{
	uv_os_fd_t fd = -1;

	uv_fileno((const uv_handle_t *)&peer->pipe, &fd);
	return fd;
}

/* The end: the handles are closed, the calls are done. */
static void release(struct peer *peer)
{
	if (peer->handles || !pipeline_is_empty(&peer->pipeline))
		return;
	ration_leave(peer->pipeline.share);
	if (peer->gone)
		peer->gone(peer->owner, peer);
	inlet_free(&peer->inlet);
	outlet_free(&peer->outlet);
	free(peer);
}

static void handle_closed(struct peer *peer)
{
	peer->handles--;
	release(peer);
}

static void on_pipe_closed(uv_handle_t *handle)
{
	handle_closed((struct peer *)((char *)handle - offsetof(struct peer, pipe)));
}

static void on_closed(uv_handle_t *handle)
{
	handle_closed(handle->data);
}

void peer_close(struct peer *peer)
{
	if (peer->closing)
		return;
	peer->closing = true;
	ration_forget(peer->pipeline.share, &peer->waiter);
	uv_close((uv_handle_t *)&peer->pipe, on_pipe_closed);
	uv_close((uv_handle_t *)&peer->idle, on_closed);
	uv_close((uv_handle_t *)&peer->timer, on_closed);
	pipeline_abandon(&peer->pipeline);
}

static void on_idle(uv_idle_t *idle)
{
	struct peer *peer = idle->data;
	uint64_t begun = uv_hrtime(), now;

	uv_idle_stop(idle);
	work(peer);
	now = uv_hrtime();
	ration_serve(peer->pipeline.share, &peer->pipeline.served, now, now - begun);
}

/* The last call of a closed peer may be done after its handles are gone. */
static void on_changed(void *owner)
{
	struct peer *peer = owner;

	if (peer->closing)
		release(peer);
	else
		uv_idle_start(&peer->idle, on_idle);
}

static void on_room(struct waiter *waiter)
{
	on_changed((char *)waiter - offsetof(struct peer, waiter));
}

/* The other end is gone for good, it did not only stop writing. */
static bool has_hung_up(const struct peer *peer)
{
	struct pollfd end = { .fd = socket_of(peer) };

	return poll(&end, 1, 0) > 0 && (end.revents & POLLHUP);
}

/* What it sent before it went still counts: a oneway call waits for no answer. */
static void look_for_hangup(struct peer *peer)
{
	if (peer->lost || !has_hung_up(peer))
		return;
	peer->lost = true;
	pipeline_cancel_questions(&peer->pipeline);
	on_changed(peer);
}

static void write_failed(struct peer *peer)
{
	look_for_hangup(peer);
	if (!peer->lost)
		peer_close(peer);
}

static void on_written(void *owner, int status)
{
	struct peer *peer = owner;

	if (peer->closing)
		return;
	if (status < 0)
		write_failed(peer);
	on_changed(peer);
}

/* Where that makes room, there may be more to do: a message to take, a call to start, a stream to go on. */
static void send_answers(struct peer *peer)
{
	size_t before = peer->pipeline.unread;

	if (peer->lost)
		outlet_drop(&peer->outlet);
	else if (outlet_flush(&peer->outlet) < 0)
		write_failed(peer);
	if (peer->closing)
		return;
	pipeline_unread(&peer->pipeline, outlet_size(&peer->outlet));
	if (outlet_size(&peer->outlet) < before &&
	    (peer->inlet.unparsed || !pipeline_is_empty(&peer->pipeline)))
		on_changed(peer);
}

static void on_timer(uv_timer_t *timer)
{
	struct peer *peer = timer->data;

	if (peer->watch == WATCH_HANGUP)
		look_for_hangup(peer);
	else
		peer_close(peer);
}

static enum watch needed_watch(const struct peer *peer)
{
	if (pipeline_has_ended(&peer->pipeline))
		return WATCH_LINGER;
	if (inlet_has_half(&peer->inlet))
		return WATCH_PARTIAL;
	if (!peer->inlet.reading && !peer->lost && !pipeline_is_empty(&peer->pipeline))
		return WATCH_HANGUP;
	return WATCH_NOTHING;
}

/* Each message has its own time to become whole. */
static bool is_watched(const struct peer *peer, enum watch watch)
{
	return watch == peer->watch &&
	       (watch != WATCH_PARTIAL || peer->watched == peer->inlet.taken);
}

static void set_watch(struct peer *peer)
{
	enum watch watch = needed_watch(peer);

	if (is_watched(peer, watch))
		return;
	peer->watch = watch;
	peer->watched = peer->inlet.taken;
	switch (watch) {
	case WATCH_NOTHING:
		uv_timer_stop(&peer->timer);
		return;
	case WATCH_HANGUP:
		uv_timer_start(&peer->timer, on_timer, second, second);
		return;
	case WATCH_PARTIAL:
	case WATCH_LINGER:
		uv_timer_start(&peer->timer, on_timer, LIMIT_PARTIAL, 0);
		return;
	}
}

/* Closing takes an answer away from one who is still writing: so it is shown our end, and we wait for its own. */
static void finish(struct peer *peer)
{
	bool ended = pipeline_has_ended(&peer->pipeline);

	if (outlet_size(&peer->outlet) || !(ended || pipeline_is_empty(&peer->pipeline)))
		return;
	if (inlet_is_done(&peer->inlet))
		peer_close(peer);
	else if (ended && !peer->shut)
		peer->shut = shutdown(socket_of(peer), SHUT_WR) == 0;
}

/* A message, or the rest of an answer that was stopped. */
static bool wants_more(const struct peer *peer)
{
	return peer->inlet.state == INLET_OPEN || !pipeline_is_empty(&peer->pipeline);
}

static void read_on(struct peer *peer)
{
	inlet_update(&peer->inlet);
	if (wants_more(peer) && !ration_allows(peer->pipeline.share))
		ration_wait(peer->pipeline.share, &peer->waiter);
	set_watch(peer);
}

static void work(struct peer *peer)
{
	if (inlet_take(&peer->inlet) < 0 || pipeline_run(&peer->pipeline, &peer->outlet.out) < 0) {
		peer_close(peer);
		return;
	}
	if (pipeline_has_ended(&peer->pipeline))
		inlet_ignore(&peer->inlet);
	if (peer->inlet.state == INLET_ENDED) {
		pipeline_part(&peer->pipeline);
		look_for_hangup(peer);
	}
	send_answers(peer);
	if (!peer->closing)
		finish(peer);
	if (!peer->closing)
		read_on(peer);
	if (!peer->closing && inlet_has_more(&peer->inlet))
		on_changed(peer);
}

void peer_drain(struct peer *peer)
{
	if (peer->closing)
		return;
	inlet_end(&peer->inlet);
	on_changed(peer);
}

static void open_handles(struct peer *peer, uv_loop_t *loop)
{
	uv_pipe_init(loop, &peer->pipe, 0);
	uv_idle_init(loop, &peer->idle);
	uv_timer_init(loop, &peer->timer);
	peer->idle.data = peer->timer.data = peer;
	peer->handles = 3;
}

static void open_parts(struct peer *peer, const struct peer_options *options)
{
	uv_stream_t *stream = (uv_stream_t *)&peer->pipe;

	peer->waiter.go_on = on_room;
	peer->pipeline = (struct pipeline){ .service = options->service,
					    .share = options->share,
					    .credential = options->credential,
					    .changed = on_changed,
					    .owner = peer };
	peer->inlet = (struct inlet){
		.stream = stream, .pipeline = &peer->pipeline, .changed = on_changed, .owner = peer
	};
	peer->outlet = (struct outlet){ .stream = stream, .written = on_written, .owner = peer };
	pipeline_open(&peer->pipeline);
	inlet_open(&peer->inlet);
}

int peer_open(struct peer **out, uv_loop_t *loop, int socket, const struct peer_options *options)
{
	drop(fd_close) int fd = socket;
	struct peer *peer = calloc(1, sizeof(*peer));
	int r;

	if (!peer) {
		ration_leave(options->share);
		return -ENOMEM;
	}
	open_handles(peer, loop);
	open_parts(peer, options);
	r = uv_pipe_open(&peer->pipe, fd);
	if (r < 0) {
		peer_close(peer);
		return r;
	}
	steal_fd(&fd);
	peer->gone = options->gone;
	peer->owner = options->owner;
	*out = peer;
	on_changed(peer);
	return 0;
}
