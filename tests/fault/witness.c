/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded, that writes down what a disk would have seen, in order: every write to a file, every sync,
 * and every answer to a client. crash.py makes of it what a power cut could have left.
 *
 * $WITNESS is the folder of the files that count, $WITNESS_LOG where it is written down: a struct entry, then its bytes.
 * A write and a sync are noted when they are done, an answer before it is given. The sync with the number $WITNESS_FAIL
 * fails as a disk fails, and the process is killed before it can do anything about it.
 */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct entry {
	uint32_t what; /* 'w'rite, 't'runcate, 's'ync, 'f'ailed sync, 'r'emove, 'a'nswer */
	uint32_t size; /* of the bytes that follow */
	int64_t at;    /* where they were written; the new length */
	char file[32]; /* its name in the folder */
};

static int journal = -1;
static const char *folder;
static atomic_long until_failure; /* syncs; 0 or less: none fails */

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("WITNESS_LOG");

	const char *failing = getenv("WITNESS_FAIL");

	folder = getenv("WITNESS");
	atomic_store(&until_failure, failing ? atol(failing) : 0);
	if (path && folder)
		journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(uint32_t what, const char *file, int64_t at, const void *bytes, size_t size)
{
	struct entry entry = { .what = what, .size = (uint32_t)size, .at = at };
	struct iovec parts[] = { { &entry, sizeof(entry) }, { (void *)bytes, size } };

	snprintf(entry.file, sizeof(entry.file), "%s", file);
	syscall(SYS_writev, journal, parts, 2);
}

/* The name of a file in the folder, or NULL for any other. */
static const char *name_in_folder(const char *path)
{
	size_t size = strlen(folder);

	return strncmp(path, folder, size) == 0 && path[size] == '/' ? path + size + 1 : NULL;
}

static const char *name_of(int fd, char path[PATH_MAX])
{
	char link[32];

	if (journal < 0)
		return NULL;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, PATH_MAX - 1);
	if (length < 0)
		return NULL;
	path[length] = '\0';
	return name_in_folder(path);
}

static bool is_socket(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	ssize_t written = syscall(SYS_pwrite64, fd, data, size, at);

	if (name && written > 0)
		note('w', name, at, data, (size_t)written);
	return written;
}

ssize_t write(int fd, const void *data, size_t size)
{
	if (journal >= 0 && is_socket(fd))
		note('a', "", 0, data, size);
	return syscall(SYS_write, fd, data, size);
}

int ftruncate64(int fd, off_t length)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	int r = (int)syscall(SYS_ftruncate, fd, length);

	if (name && r == 0)
		note('t', name, length, NULL, 0);
	return r;
}

int fdatasync(int fd)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);

	if (name && atomic_fetch_sub(&until_failure, 1) == 1) {
		note('f', name, 0, NULL, 0);
		raise(SIGKILL);
	}
	int r = (int)syscall(SYS_fdatasync, fd);
	if (name && r == 0)
		note('s', name, 0, NULL, 0);
	return r;
}

int unlink(const char *path)
{
	const char *name = journal < 0 ? NULL : name_in_folder(path);
	int r = (int)syscall(SYS_unlink, path);

	if (name && r == 0)
		note('r', name, 0, NULL, 0);
	return r;
}
