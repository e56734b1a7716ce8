/* SPDX-License-Identifier: MIT */
#include "daemon/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/drop.h"
#include "lib/log.h"

/*
 * A socket file outlives its daemon, so an address in use is one where somebody answers. Between the
 * question and the new file another daemon could do the same: the directory is locked meanwhile.
 */
enum { first_handed_over = 3 };

/* How many sockets systemd handed over to this very process. */
static int count_handed_over(void)
{
	const char *pid = getenv("LISTEN_PID");
	const char *count = getenv("LISTEN_FDS");
	int n = pid && count && atoi(pid) == getpid() ? atoi(count) : 0;

	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return n;
}

static int option_of(int fd, int name)
{
	socklen_t size = sizeof(int);
	int value;

	return getsockopt(fd, SOL_SOCKET, name, &value, &size) < 0 ? -errno : value;
}

static int take_over(struct listener *listener)
{
	int fd = first_handed_over;

	if (option_of(fd, SO_DOMAIN) != AF_UNIX || option_of(fd, SO_TYPE) != SOCK_STREAM ||
	    option_of(fd, SO_ACCEPTCONN) != 1)
		return fail(-EINVAL, "LISTEN_FDS: not a listening Unix stream socket");
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ||
	    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) < 0)
		return fail(-errno, "LISTEN_FDS");
	listener->fd = fd;
	return 0;
}

static int make_address(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		return fail(-ENAMETOOLONG, "%s: a socket's path has at most %zu bytes", path,
			    sizeof(address->sun_path) - 1);
	strcpy(address->sun_path, path);
	return 0;
}

static int make_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* Best effort: some file systems lock no directories. The state directory's lock is the one that counts. */
static int lock_directory(const char *path)
{
	drop(free) char *copy = strdup(path);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0 && flock(fd, LOCK_EX) < 0)
		log_debug("%s: its directory cannot be locked", path);
	return fd;
}

static int remove_stale(const struct sockaddr_un *address)
{
	drop(fd_close) int probe = make_socket();

	if (probe < 0)
		return fail(-errno, "socket");
	if (connect(probe, (const struct sockaddr *)address, sizeof(*address)) == 0 ||
	    errno == EAGAIN)
		return fail(-EADDRINUSE, "%s: another daemon answers there", address->sun_path);
	if (errno != ECONNREFUSED)
		return fail(-errno, "%s: cannot ask whether a daemon answers there",
			    address->sun_path);
	if (unlink(address->sun_path) < 0 && errno != ENOENT)
		return fail(-errno, "%s: a dead daemon's socket cannot be removed",
			    address->sun_path);
	log_info("%s: replaced a dead daemon's socket", address->sun_path);
	return 0;
}

static int clear_path(const struct sockaddr_un *address)
{
	struct stat status;

	if (lstat(address->sun_path, &status) < 0)
		return errno == ENOENT ? 0 : fail(-errno, "%s", address->sun_path);
	if (!S_ISSOCK(status.st_mode))
		return fail(-EEXIST, "%s: there, and no socket", address->sun_path);
	return remove_stale(address);
}

/* A socket file gets the mode of its socket, less the umask: so it is never open to more than it should be, not even at first. */
static int bind_socket(int fd, const struct sockaddr_un *address, bool shared)
{
	if (fchmod(fd, S_IRUSR | S_IWUSR) < 0 ||
	    bind(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 ||
	    (shared && chmod(address->sun_path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) < 0) ||
	    listen(fd, SOMAXCONN) < 0)
		return fail(-errno, "%s: cannot listen", address->sun_path);
	return 0;
}

/* Which file is ours, so that only that one is removed in the end. */
static int remember(struct listener *listener, const char *path)
{
	struct stat status;

	listener->path = strdup(path);
	if (!listener->path)
		return -ENOMEM;
	if (lstat(path, &status) < 0)
		return fail(-errno, "%s", path);
	listener->device = status.st_dev;
	listener->inode = status.st_ino;
	listener->made = status.st_mtim;
	return 0;
}

static int make(struct listener *listener, const char *path, bool shared)
{
	drop(fd_close) int lock = lock_directory(path);
	drop(fd_close) int fd = make_socket();
	struct sockaddr_un address;
	int r;

	(void)lock; /* held until we return */
	if (fd < 0)
		return fail(-errno, "socket");
	if ((r = make_address(&address, path)) < 0 || (r = clear_path(&address)) < 0 ||
	    (r = bind_socket(fd, &address, shared)) < 0 || (r = remember(listener, path)) < 0)
		return r;
	listener->fd = steal_fd(&fd);
	return 0;
}

int listen_open(struct listener *listener, const char *path, bool shared)
{
	int count = count_handed_over();
	int r;

	*listener = (struct listener){ .fd = -1 };
	if (count > 1)
		return fail(-EINVAL, "LISTEN_FDS: %d sockets, and one is wanted", count);
	r = count == 1 ? take_over(listener) : make(listener, path, shared);
	if (r < 0)
		listen_close(listener);
	return r;
}

void listen_close(struct listener *listener)
{
	drop(free) char *path = steal(&listener->path);
	struct stat status;

	if (path && lstat(path, &status) == 0 && status.st_dev == listener->device &&
	    status.st_ino == listener->inode && status.st_mtim.tv_sec == listener->made.tv_sec &&
	    status.st_mtim.tv_nsec == listener->made.tv_nsec)
		unlink(path);
	if (listener->fd >= 0)
		close(steal_fd(&listener->fd));
}
