/* SPDX-License-Identifier: MIT */
/* A child that waits for a disk cannot be killed, nor waited for: it is left behind, and ends when the disk lets it. */
#include "cli/doctor/bounded.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/client/wire.h"
#include "lib/drop.h"

void bounded_start(struct bounded *bounded, void (*run)(int out, const void *owner),
		   const void *owner)
{
	int ends[2];

	*bounded = (struct bounded){ .out = -1 };
	if (pipe2(ends, O_CLOEXEC) < 0)
		return;
	drop(fd_close) int in = ends[0], out = ends[1];
	bounded->pid = fork();
	if (bounded->pid == 0) {
		run(out, owner);
		_exit(0);
	}
	if (bounded->pid > 0)
		bounded->out = steal_fd(&in);
}

/* 0: there is something to read, or the end. */
static int wait_for(int fd, int64_t deadline)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	int64_t left;

	while ((left = deadline - wire_deadline(0)) > 0) {
		int count = poll(&poller, 1, (int)left);

		if (count > 0)
			return 0;
		if (count < 0 && errno != EINTR)
			return -errno;
	}
	return -ETIMEDOUT;
}

static ssize_t read_all(int fd, char *bytes, size_t size, int64_t deadline)
{
	size_t done = 0;
	ssize_t taken = 1;

	while (taken && done < size) {
		int r = wait_for(fd, deadline);

		if (r < 0)
			return r;
		taken = read(fd, bytes + done, size - done);
		if (taken < 0)
			return -errno;
		done += (size_t)taken;
	}
	return (ssize_t)done;
}

ssize_t bounded_finish(struct bounded *bounded, void *bytes, size_t size, int64_t deadline)
{
	if (bounded->out < 0)
		return -EAGAIN;
	ssize_t r = read_all(bounded->out, bytes, size, deadline);
	close(steal_fd(&bounded->out));
	kill(bounded->pid, SIGKILL);
	waitpid(bounded->pid, NULL, r < 0 ? WNOHANG : 0);
	return r;
}
