/* SPDX-License-Identifier: MIT */
/*
 * A server that answers every message at once and keeps nothing: what bench-load reaches here is its
 * own ceiling, and it must be well above what it measures elsewhere.
 *
 *	bench-null SOCKET
 */
#include <err.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void watch(int epoll, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (fd < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		err(1, "watch");
}

static void answer(int fd)
{
	static const char reply[] = "{\"parameters\":{}}";
	static char bytes[1 << 16], out[sizeof(bytes) * sizeof(reply)];
	ssize_t size = recv(fd, bytes, sizeof(bytes), 0);
	size_t used = 0;

	if (size <= 0) {
		close(fd);
		return;
	}
	for (ssize_t i = 0; i < size; i++) {
		if (bytes[i] != '\0')
			continue;
		memcpy(out + used, reply, sizeof(reply));
		used += sizeof(reply);
	}
	if (send(fd, out, used, MSG_NOSIGNAL) < 0)
		close(fd);
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
	    epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event;

	if (argc != 2 || strlen(argv[1]) >= sizeof(address.sun_path))
		errx(2, "usage: bench-null SOCKET");
	strcpy(address.sun_path, argv[1]);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    listen(listener, 1024) < 0)
		err(1, "%s", argv[1]);
	watch(epoll, listener);
	while (epoll_wait(epoll, &event, 1, -1) == 1) {
		if (event.data.fd == listener)
			watch(epoll, accept4(listener, NULL, NULL, SOCK_CLOEXEC));
		else
			answer(event.data.fd);
	}
	return 0;
}
