/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded, for what strace cannot do: memory that is not there, reads and writes that do half of
 * what they were asked for, and errors of sockets alone. A fault comes at random and is told by a byte in a file, so
 * that a test knows how many there were.
 *
 *	FAULTY_MALLOC=N   one of N allocations fails
 *	FAULTY_SHORT=N    one of N reads and writes is short
 *	FAULTY_SOCKET=N   one of N reads and writes of a socket fails
 *	FAULTY_SYNC=N     one of N syncs of a file does nothing, and says that it did
 *	FAULTY_LAST=1     a sync that fails by itself is the last thing that the program does
 *	FAULTY_TOLD=FILE  where they are told
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHORTEST 16 /* a counter (eventfd) is read and written whole, or not at all */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static unsigned malloc_odds, short_odds, socket_odds, sync_odds, last_odds;
static int told = -1;

static unsigned odds(const char *name)
{
	const char *text = getenv(name);

	return text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void)
{
	const char *file = getenv("FAULTY_TOLD");

	if (file)
		told = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	malloc_odds = odds("FAULTY_MALLOC");
	short_odds = odds("FAULTY_SHORT");
	socket_odds = odds("FAULTY_SOCKET");
	sync_odds = odds("FAULTY_SYNC");
	last_odds = odds("FAULTY_LAST");
}

static _Thread_local unsigned seed;

static bool happens(unsigned one_in)
{
	if (!one_in || (!seed && getrandom(&seed, sizeof(seed), 0) < 0) ||
	    (unsigned)rand_r(&seed) % one_in)
		return false;
	syscall(SYS_write, told, ".", 1);
	return true;
}

static void *none(void)
{
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t size)
{
	return happens(malloc_odds) ? none() : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return happens(malloc_odds) ? none() : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return happens(malloc_odds) ? none() : __libc_realloc(old, size);
}

static size_t some(size_t size)
{
	return size > SHORTEST && happens(short_odds) ? size / 2 : size;
}

static bool is_socket(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode);
}

/* Some pass, after some the connection is gone. */
static bool fails(int fd)
{
	static const int errors[] = { EINTR, EAGAIN, ENOMEM, ENOBUFS, ECONNRESET, EIO };

	if (!socket_odds || !is_socket(fd) || !happens(socket_odds))
		return false;
	errno = errors[(unsigned)rand_r(&seed) % (sizeof(errors) / sizeof(*errors))];
	return true;
}

ssize_t read(int fd, void *data, size_t size)
{
	return fails(fd) ? -1 : syscall(SYS_read, fd, data, some(size));
}

ssize_t write(int fd, const void *data, size_t size)
{
	return fails(fd) ? -1 : syscall(SYS_write, fd, data, some(size));
}

ssize_t pread64(int fd, void *data, size_t size, off_t at)
{
	return syscall(SYS_pread64, fd, data, some(size), at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at)
{
	return syscall(SYS_pwrite64, fd, data, some(size), at);
}

static int sync_by(long call, int fd)
{
	int r = happens(sync_odds) ? 0 : (int)syscall(call, fd);

	if (r < 0 && happens(last_odds))
		kill(getpid(), SIGKILL);
	return r;
}

int fdatasync(int fd)
{
	return sync_by(SYS_fdatasync, fd);
}

int fsync(int fd)
{
	return sync_by(SYS_fsync, fd);
}
