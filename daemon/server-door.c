/* SPDX-License-Identifier: MIT */
#include "daemon/server-door.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/service.h"
#include "lib/drop.h"
#include "lib/log.h"

/*
 * The listening socket is polled, and accepted from here. libuv's own listener closes connections
 * without a word when descriptors run out, and can stop listening for good.
 */
enum { accepts_a_turn = 64, milliseconds_paused = 100 };

static int accept_one(const struct door *door)
{
	int fd = accept4(door->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	return fd < 0 ? -errno : fd;
}

/* A new socket has room for a line: this does not wait, and there is nothing to keep. */
void door_refuse(int socket, const char *reason)
{
	drop(free) char *busy = service_error("Busy", "reason", reason);

	if (busy && send(socket, busy, strlen(busy) + 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		log_debug("refused a connection that had gone already");
	close(socket);
}

static int open_reserve(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void give_up_reserve(struct door *door)
{
	if (door->reserve >= 0)
		close(steal_fd(&door->reserve));
}

/* No descriptor is left: give up the spare one, so that whoever waits is told at least. */
static int turn_away(struct door *door)
{
	int fd;

	give_up_reserve(door);
	fd = accept_one(door);
	door->refused += fd >= 0;
	if (fd >= 0)
		door_refuse(fd, "no descriptors are left");
	door->reserve = open_reserve();
	return fd < 0 ? fd : 0;
}

static int let_in(struct door *door)
{
	int fd = accept_one(door);

	if (fd == -EMFILE || fd == -ENFILE)
		return turn_away(door);
	if (fd >= 0)
		door->admit(door->owner, fd);
	return fd >= 0 || fd == -ECONNABORTED || fd == -EINTR ? 0 : fd;
}

static void on_readable(uv_poll_t *poll, int status, int events);

static void on_pause_over(uv_timer_t *timer)
{
	struct door *door = timer->data;

	uv_poll_start(&door->poll, UV_READABLE, on_readable);
}

/* What cannot be accepted stays readable: without a pause the loop would do nothing else. */
static void on_readable(uv_poll_t *poll, int status, int events)
{
	struct door *door = poll->data;
	int r = status;

	(void)events;
	for (int i = 0; i < accepts_a_turn && r == 0; i++)
		r = let_in(door);
	if (r == 0 || r == -EAGAIN)
		return;
	fail(r, "connections cannot be accepted");
	uv_poll_stop(poll);
	uv_timer_start(&door->pause, on_pause_over, milliseconds_paused, 0);
}

static int start(struct door *door, uv_loop_t *loop)
{
	int r = uv_poll_init(loop, &door->poll, door->listener.fd);

	if (r < 0)
		return r;
	uv_timer_init(loop, &door->pause);
	door->polling = true;
	door->poll.data = door->pause.data = door;
	door->reserve = open_reserve();
	return uv_poll_start(&door->poll, UV_READABLE, on_readable);
}

int door_open(struct door *door, uv_loop_t *loop, const char *path, bool shared)
{
	int r = listen_open(&door->listener, path, shared);

	if (r < 0)
		return r;
	r = start(door, loop);
	if (r < 0) {
		listen_close(&door->listener);
		door_close(door);
		return fail(r, "listen");
	}
	return 0;
}

void door_close(struct door *door)
{
	if (!door->polling)
		return;
	door->polling = false;
	uv_close((uv_handle_t *)&door->poll, NULL);
	uv_close((uv_handle_t *)&door->pause, NULL);
	listen_close(&door->listener);
	give_up_reserve(door);
}
