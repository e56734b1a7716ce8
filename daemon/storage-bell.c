/* SPDX-License-Identifier: MIT */
/*
 * An eventfd that the loop polls, in place of libuv's own way (1.44): there whoever is woken waits, for 20 us of
 * processor and then by giving way, until the one who woke it goes on; and where they share a processor, it is just that
 * one who was made to stop.
 */
#include "daemon/storage-bell.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/drop.h"

static void on_ring(uv_poll_t *poll, int status, int events)
{
	struct bell *bell = poll->data;
	eventfd_t rings;

	(void)status;
	(void)events;
	eventfd_read(bell->fd, &rings);
	bell->rung(bell->owner);
}

int bell_open(struct bell *bell, uv_loop_t *loop, void (*rung)(void *owner), void *owner)
{
	drop(fd_close) int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	int r = fd < 0 ? -errno : uv_poll_init(loop, &bell->poll, fd);

	if (r < 0)
		return r;
	bell->fd = steal_fd(&fd);
	bell->rung = rung;
	bell->owner = owner;
	bell->poll.data = bell;
	return uv_poll_start(&bell->poll, UV_READABLE, on_ring);
}

/* It cannot fail, but for 2^64 rings that nobody heard. */
void bell_ring(struct bell *bell)
{
	eventfd_write(bell->fd, 1);
}

static void on_closed(uv_handle_t *poll)
{
	struct bell *bell = poll->data;

	close(bell->fd);
	bell->closed(bell->owner);
}

void bell_close(struct bell *bell, void (*closed)(void *owner))
{
	bell->closed = closed;
	uv_close((uv_handle_t *)&bell->poll, on_closed);
}
