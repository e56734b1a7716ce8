/* SPDX-License-Identifier: MIT */
/*
 * A server that does only what any recorder must whose loop never waits for the disk: it reads calls, a thread of its own
 * writes as many bytes as we do for them and syncs, and then they are answered. Nothing is parsed and nothing can be
 * found again: what bench-load reaches here is the ceiling of this way to work, on this machine.
 *
 *	bench-sync SOCKET FILE
 */
#include <err.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENTS_MOST 1024
#define BATCH_MOST   256
#define COMMIT       26000 /* bytes of the WAL for any commit, and more for each call */
#define CALL         1600
#define LENGTH       (8 << 20) /* of the file, which is there from the start, as a WAL is */

#define REPLY        400 /* bytes of an answer, as with a receipt */

static char reply[REPLY];

struct work {
	int file, bell;
	off_t at;
	atomic_uint calls; /* that the thread shall keep; 0: it may rest */
};

struct server {
	int epoll, listener;
	unsigned calls[CLIENTS_MOST],
		kept[CLIENTS_MOST]; /* of a descriptor: not yet with the thread, and with it */
	unsigned waiting;
	bool busy; /* the thread has some, or they are not yet answered */
	struct work work;
};

static void keep(struct work *work, unsigned calls)
{
	static char bytes[COMMIT + BATCH_MOST * CALL];
	size_t size = COMMIT + calls * CALL;

	if (work->at + (off_t)size > LENGTH)
		work->at = 0;
	if (pwrite(work->file, bytes, size, work->at) != (ssize_t)size || fdatasync(work->file) < 0)
		err(1, "keep");
	work->at += (off_t)size;
}

static void *run(void *owner)
{
	struct work *work = owner;
	const uint64_t done = 1;

	for (;;) {
		unsigned calls = atomic_load(&work->calls);

		if (!calls) {
			syscall(SYS_futex, &work->calls, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
			continue;
		}
		keep(work, calls);
		atomic_store(&work->calls, 0);
		if (write(work->bell, &done, sizeof(done)) < 0)
			err(1, "bell");
	}
	return NULL;
}

/* As many as the thread takes at once; the others wait for the next commit. */
static void hand_over(struct server *server)
{
	unsigned calls = 0;

	for (int fd = 0; fd < CLIENTS_MOST; fd++) {
		unsigned room = BATCH_MOST - calls,
			 some = server->calls[fd] < room ? server->calls[fd] : room;

		server->kept[fd] = some;
		server->calls[fd] -= some;
		calls += some;
	}
	server->waiting -= calls;
	server->busy = true;
	atomic_store(&server->work.calls, calls);
	syscall(SYS_futex, &server->work.calls, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void answer(struct server *server)
{
	static char out[BATCH_MOST * REPLY];
	uint64_t rung;

	if (read(server->work.bell, &rung, sizeof(rung)) < 0)
		return;
	server->busy = false;
	for (int fd = 0; fd < CLIENTS_MOST; fd++) {
		for (unsigned i = 0; i < server->kept[fd]; i++)
			memcpy(out + i * REPLY, reply, REPLY);
		if (server->kept[fd] && send(fd, out, server->kept[fd] * REPLY, MSG_NOSIGNAL) < 0)
			close(fd);
		server->kept[fd] = 0;
	}
}

static void watch(struct server *server, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (fd < 0 || fd >= CLIENTS_MOST || epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		err(1, "watch");
}

static void hear(struct server *server, int fd)
{
	static char bytes[1 << 16];
	ssize_t size = recv(fd, bytes, sizeof(bytes), 0);

	if (size <= 0) {
		close(fd);
		return;
	}
	for (ssize_t i = 0; i < size; i++) {
		server->calls[fd] += bytes[i] == '\0';
		server->waiting += bytes[i] == '\0';
	}
}

static void turn(struct server *server)
{
	struct epoll_event events[64];
	int count = epoll_wait(server->epoll, events, 64, -1);

	for (int i = 0; i < count; i++) {
		int fd = events[i].data.fd;

		if (fd == server->listener)
			watch(server, accept4(fd, NULL, NULL, SOCK_CLOEXEC));
		else if (fd == server->work.bell)
			answer(server);
		else
			hear(server, fd);
	}
	if (server->waiting && !server->busy)
		hand_over(server);
}

static void fill(int file)
{
	static const char bytes[1 << 20];

	for (off_t at = 0; at < LENGTH; at += (off_t)sizeof(bytes))
		if (pwrite(file, bytes, sizeof(bytes), at) < 0)
			err(1, "fill");
	if (fsync(file) < 0)
		err(1, "fill");
}

int main(int argc, char **argv)
{
	static struct server server;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	pthread_t thread;

	if (argc != 3 || strlen(argv[1]) >= sizeof(address.sun_path))
		errx(2, "usage: bench-sync SOCKET FILE");
	strcpy(address.sun_path, argv[1]);
	snprintf(reply, sizeof(reply), "{\"parameters\":%*s}", REPLY - 16, "{}");
	server.epoll = epoll_create1(EPOLL_CLOEXEC);
	server.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	server.work.bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	server.work.file = open(argv[2], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (server.work.file < 0)
		err(1, "%s", argv[2]);
	fill(server.work.file);
	if (bind(server.listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    listen(server.listener, CLIENTS_MOST) < 0)
		err(1, "%s", argv[1]);
	watch(&server, server.listener);
	watch(&server, server.work.bell);
	if (pthread_create(&thread, NULL, run, &server.work) != 0)
		errx(1, "no thread");
	for (;;)
		turn(&server);
}
