/* SPDX-License-Identifier: MIT */
/* The socket never blocks; poll() does, up to the deadline. */
#include "cli/client/wire.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/drop.h"

#define WIRE_LONGEST ((size_t)64 * 1024 * 1024) /* a longer message is none of ours */
#define WIRE_AGAIN   5                          /* milliseconds between two attempts to connect */
#define WIRE_END     100                        /* milliseconds that a program has to end */

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int64_t wire_deadline(int64_t milliseconds)
{
	return now() + milliseconds;
}

/* As poll() wants it: -1 is for ever. */
static int time_left(int64_t deadline)
{
	int64_t left = deadline == WIRE_FOREVER ? -1 : deadline - now();

	if (deadline != WIRE_FOREVER && left < 0)
		return 0;
	return left > INT_MAX ? INT_MAX : (int)left;
}

/* 0 when the descriptor is ready (or broken: the next call says how), WIRE_LATE, WIRE_UNREAD or -errno. */
static int wait_for(struct wire *wire, short events, int64_t deadline)
{
	for (;;) {
		struct pollfd pollers[] = { { .fd = wire->fd, .events = events },
					    { .fd = wire->output ? wire->output : -1 } };
		int count = poll(pollers, 2, time_left(deadline));

		if (count > 0)
			return pollers[1].revents ? WIRE_UNREAD : 0;
		wire->stuck = count == 0 && time_left(deadline) == 0;
		if (wire->stuck)
			return WIRE_LATE;
		if (count < 0 && errno != EINTR)
			return -errno;
	}
}

static int make_address(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		return -ENAMETOOLONG;
	strcpy(address->sun_path, path);
	return 0;
}

/* A Unix socket connects at once or not at all. */
static int connect_until(int fd, const struct sockaddr_un *address, int64_t deadline)
{
	while (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0) {
		if (errno != EAGAIN && errno != EINTR)
			return -errno;
		if (now() >= deadline)
			return -ETIMEDOUT;
		poll(NULL, 0, WIRE_AGAIN);
	}
	return 0;
}

int wire_connect(struct wire *wire, const char *path, int64_t deadline)
{
	drop(fd_close) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_un address;
	int r = fd < 0 ? -errno : make_address(&address, path);

	r = r ? r : connect_until(fd, &address, deadline);
	if (r)
		return r;
	wire_close(wire);
	wire->fd = steal_fd(&fd);
	return 0;
}

int wire_send(struct wire *wire, const char *bytes, size_t size, int64_t deadline)
{
	while (size) {
		ssize_t sent = send(wire->fd, bytes, size, MSG_NOSIGNAL);
		int r = 0;

		if (sent >= 0) {
			bytes += sent;
			size -= (size_t)sent;
		} else if (errno == EAGAIN) {
			r = wait_for(wire, POLLOUT, deadline);
		} else if (errno == EPIPE || errno == ECONNRESET) {
			r = WIRE_CLOSED;
		} else if (errno != EINTR) {
			r = -errno;
		}
		if (r)
			return r;
	}
	return 0;
}

/* An answer takes its time: whoever looks first whether it is there looks twice. */
static int receive_more(struct wire *wire, int64_t deadline)
{
	size_t room;
	char *space = frame_room(&wire->in, &room);
	int r = space ? wait_for(wire, POLLIN, deadline) : -ENOMEM;
	if (r)
		return r;
	ssize_t size = recv(wire->fd, space, room, 0);

	if (size > 0)
		frame_added(&wire->in, (size_t)size);
	else if (size == 0 || errno == ECONNRESET)
		return WIRE_CLOSED;
	else if (errno != EINTR && errno != EAGAIN)
		return -errno;
	return 0;
}

int wire_receive(struct wire *wire, int64_t deadline, const char **message)
{
	size_t size;
	int answer;

	wire->in.limit = WIRE_LONGEST;
	while ((answer = frame_next(&wire->in, message, &size)) == FRAME_NONE) {
		int r = receive_more(wire, deadline);

		if (r)
			return r;
	}
	return answer == FRAME_TOO_LARGE ? -EMSGSIZE : 0;
}

/* One that takes no signal is left to itself: nobody waits for it. */
static void end_carrier(pid_t carrier)
{
	int64_t deadline = now() + WIRE_END;

	kill(carrier, SIGTERM);
	while (waitpid(carrier, NULL, WNOHANG) == 0) {
		if (now() >= deadline) {
			kill(carrier, SIGKILL);
			return;
		}
		poll(NULL, 0, WIRE_AGAIN);
	}
}

void wire_close(struct wire *wire)
{
	if (wire->fd >= 0)
		close(wire->fd);
	if (wire->carrier > 0 && wire->stuck)
		end_carrier(wire->carrier);
	frame_clear(&wire->in);
	*wire = (struct wire){ .fd = -1 };
}
