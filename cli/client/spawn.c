/* SPDX-License-Identifier: MIT */
/*
 * The child leaves the session of the terminal and forks once more, so that nobody waits for it and no
 * terminal can be given to it. The lock is a file beside the log, held by whoever starts; it is closed
 * by exec, so the daemon never holds it.
 */
#include "cli/client/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "cli/client/spawn-limit.h"
#include "lib/drop.h"
#include "lib/place.h"

#define READY_FD    3
#define SPAWN_AGAIN 20 /* milliseconds between two looks at a lock that is taken */

char *spawn_log(const struct socket_choice *choice, char path[SPAWN_PATH])
{
	snprintf(path, SPAWN_PATH, "%.4000s/incidentd.log", choice->state);
	return path;
}

static int connect_now(const struct socket_choice *choice, struct wire *wire)
{
	return wire_connect(wire, choice->path, wire_deadline(CLIENT_CONNECT));
}

/* 0: the lock is ours (or there are no locks here); 1: connected meanwhile; or -errno. */
static int lock_or_connect(const struct socket_choice *choice, int lock, struct wire *wire)
{
	int64_t deadline = wire_deadline(SPAWN_READY);

	while (flock(lock, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return 0;
		if (connect_now(choice, wire) == 0)
			return 1;
		if (wire_deadline(0) >= deadline)
			return -ETIMEDOUT;
		poll(NULL, 0, SPAWN_AGAIN);
	}
	return connect_now(choice, wire) == 0;
}

/* In the child that stays: nothing of the caller's is left but the environment. */
static _Noreturn void become(const char *program, int null, int log, int ready)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	spawn_unlimit();
	umask(077);
	if (chdir("/") == 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(log, STDOUT_FILENO) >= 0 &&
	    dup2(log, STDERR_FILENO) >= 0 && dup2(ready, READY_FD) >= 0 &&
	    close_range(READY_FD + 1, ~0U, 0) == 0)
		execl(program, "incidentd", "--user", "--ready-fd", "3", (char *)NULL);
	dprintf(STDERR_FILENO, "incidentd: %s: %s\n", program, strerror(errno));
	_exit(127);
}

/* Descriptors from 10 on, so that dup2() onto 0 to 3 overwrites none of them; closed by exec. */
static int raise_fd(int fd)
{
	int raised = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 10);

	if (fd >= 0)
		close(fd);
	return raised;
}

static int detach(const char *program, int null, int log, int ready)
{
	pid_t child = fork();
	int status;

	if (child < 0)
		return -errno;
	if (child == 0) {
		setsid();
		pid_t daemon = fork();
		if (daemon == 0)
			become(program, null, log, ready);
		_exit(daemon < 0);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -EAGAIN;
}

/* It writes a byte when it is ready, or is gone. */
static int wait_ready(int fd)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	int64_t deadline = wire_deadline(SPAWN_READY);
	int count;
	char byte;

	do {
		int64_t left = deadline - wire_deadline(0);

		/* less than nothing would be for ever */
		count = left > 0 ? poll(&poller, 1, (int)left) : 0;
	} while (count < 0 && errno == EINTR);
	if (count <= 0)
		return -ETIMEDOUT;
	return read(fd, &byte, 1) == 1 ? 0 : -ECHILD;
}

static int start(const struct socket_choice *choice)
{
	char program[SPAWN_PATH], path[SPAWN_PATH];
	int ends[2], r = spawn_find(program);

	if (r)
		return r;
	drop(fd_close) int null = raise_fd(open("/dev/null", O_RDWR | O_CLOEXEC));
	drop(fd_close) int log = raise_fd(
		open(spawn_log(choice, path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
	if (null < 0 || log < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	drop(fd_close) int ready = ends[0];
	drop(fd_close) int said = raise_fd(ends[1]);
	r = said < 0 ? -errno : detach(program, null, log, said);
	close(steal_fd(&said));
	return r ? r : wait_ready(ready);
}

/* Is there a recorder that answers no more, and has not ended yet? */
static bool is_ending(const struct socket_choice *choice)
{
	char path[SPAWN_PATH];

	snprintf(path, sizeof(path), "%.4000s/" PLACE_LOCK, choice->state);
	drop(fd_close) int fd = open(path, O_RDWR | O_CLOEXEC);
	return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
}

/* While an old one holds the log, a new one ends at once: then it is started again. */
static int start_after(const struct socket_choice *choice)
{
	int64_t deadline = wire_deadline(SPAWN_READY);
	int r;

	do {
		while (is_ending(choice) && wire_deadline(0) < deadline)
			poll(NULL, 0, SPAWN_AGAIN);
		r = start(choice);
	} while (r == -ECHILD && is_ending(choice) && wire_deadline(0) < deadline);
	return r;
}

int spawn_connect(const struct socket_choice *choice, struct wire *wire, bool *first)
{
	char path[SPAWN_PATH];
	int r;

	snprintf(path, sizeof(path), "%.4000s/incident.db", choice->state);
	*first = access(path, F_OK) < 0;
	r = place_make(choice->state);
	if (r)
		return r;
	snprintf(path, sizeof(path), "%.4000s/start.lock", choice->state);
	drop(fd_close) int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0)
		return -errno;
	r = lock_or_connect(choice, lock, wire);
	if (r)
		return r < 0 ? r : 0;
	r = spawn_limit() ? -EFBIG : start_after(choice);
	return r ? r : connect_now(choice, wire);
}
