/* SPDX-License-Identifier: MIT */
/*
 * Two streams, a buffer each, which is read into only when it is empty: whoever does not read makes the other end wait.
 * Little is written at a time where a write might wait: a pipe that has room at all takes so much (pipe(7)).
 */
#include "cli/client/relay.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

struct stream {
	char data[65536];
	size_t start, end;
	bool ended;
};

struct relay {
	int in, out, socket;
	struct stream to, from; /* the socket */
	bool shut, gone;        /* what is sent has ended; nobody reads what comes */
};

static bool is_empty(const struct stream *stream)
{
	return stream->start == stream->end;
}

static bool wants(const struct stream *stream)
{
	return is_empty(stream) && !stream->ended;
}

static bool is_passing(int error)
{
	return error == EAGAIN || error == EINTR;
}

/* 0 or -errno; a connection that was cut off has ended. */
static int fill(struct stream *stream, int fd)
{
	ssize_t size = read(fd, stream->data, sizeof(stream->data));

	if (size < 0 && is_passing(errno))
		return 0;
	if (size < 0 && errno != ECONNRESET && errno != EIO)
		return -errno;
	stream->start = 0;
	stream->end = size > 0 ? (size_t)size : 0;
	stream->ended = size <= 0;
	return 0;
}

/* What was written, or -errno. */
static int taken(struct stream *stream, ssize_t size)
{
	if (size >= 0)
		stream->start += (size_t)size;
	return size >= 0 || is_passing(errno) ? 0 : -errno;
}

/* A recorder that hung up takes no more, and may have answered before. */
static int send_some(struct relay *relay)
{
	struct stream *to = &relay->to;
	int r = taken(to,
		      send(relay->socket, to->data + to->start, to->end - to->start, MSG_NOSIGNAL));

	if (r == -EPIPE || r == -ECONNRESET) {
		to->start = to->end = 0;
		to->ended = relay->shut = true;
		return 0;
	}
	return r;
}

static int write_some(struct relay *relay)
{
	struct stream *from = &relay->from;
	size_t size = from->end - from->start;
	int r = taken(from, write(relay->out, from->data + from->start,
				  size < PIPE_BUF ? size : PIPE_BUF));

	relay->gone |= r == -EPIPE;
	return r == -EPIPE ? 0 : r;
}

static void pass_end(struct relay *relay)
{
	if (relay->shut || !relay->to.ended || !is_empty(&relay->to))
		return;
	shutdown(relay->socket, SHUT_WR);
	relay->shut = true;
}

enum { IN, OUT, SOCKET, COUNT };

/* A descriptor that nothing is wanted of is left out, for it might have ended and say so without end. */
static void ask(const struct relay *relay, struct pollfd fds[COUNT])
{
	short events =
		(short)((wants(&relay->from) ? POLLIN : 0) | (is_empty(&relay->to) ? 0 : POLLOUT));

	fds[IN] = (struct pollfd){ wants(&relay->to) ? relay->in : -1, POLLIN, 0 };
	fds[OUT] = (struct pollfd){ relay->out, is_empty(&relay->from) ? 0 : POLLOUT, 0 };
	fds[SOCKET] = (struct pollfd){ events ? relay->socket : -1, events, 0 };
}

static int serve(struct relay *relay, const struct pollfd fds[COUNT])
{
	const short over = POLLERR | POLLHUP | POLLNVAL;
	int r = 0;

	if (fds[OUT].revents & over)
		relay->gone = true;
	else if (fds[OUT].revents)
		r = write_some(relay);
	if (r == 0 && fds[IN].revents)
		r = fill(&relay->to, relay->in);
	if (r == 0 && fds[SOCKET].revents && !is_empty(&relay->to))
		r = send_some(relay);
	if (r == 0 && (fds[SOCKET].revents & (POLLIN | over)) && wants(&relay->from))
		r = fill(&relay->from, relay->socket);
	pass_end(relay);
	return r;
}

int relay_run(int in, int out, int socket)
{
	struct relay relay = { .in = in, .out = out, .socket = socket };
	int r = 0;

	while (r == 0 && !relay.gone && !(relay.from.ended && is_empty(&relay.from))) {
		struct pollfd fds[COUNT];

		ask(&relay, fds);
		int count = poll(fds, COUNT, relay.shut ? RELAY_REST : -1);
		if (count > 0)
			r = serve(&relay, fds);
		else if (count == 0)
			relay.gone = true;
		else if (errno != EINTR)
			r = -errno;
	}
	return r;
}
