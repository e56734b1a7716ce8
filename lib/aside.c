/* SPDX-License-Identifier: MIT */
/* Others may put files there, too: a second name is one that nobody can have taken beforehand. */
#include "lib/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/drop.h"
#include "lib/spooled.h"

enum { tries = 4, room = NAME_MAX - (int)sizeof(".12345678" SPOOLED_BAD SPOOLED_WHY) };

static int name_again(const char *name, char aside[NAME_MAX + 1])
{
	uint32_t bits;

	if (getrandom(&bits, sizeof(bits), 0) != sizeof(bits))
		return -errno;
	snprintf(aside, NAME_MAX + 1, "%.*s.%08x" SPOOLED_BAD, room, name, bits);
	return 0;
}

/* Not every file system knows how to move without overwriting. */
static int move(int directory, const char *name, const char *aside)
{
	struct stat st;

	if (renameat2(directory, name, directory, aside, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL)
		return -errno;
	if (fstatat(directory, aside, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return -EEXIST;
	return renameat(directory, name, directory, aside) == 0 ? 0 : -errno;
}

int aside_move(int directory, const char *name, char aside[NAME_MAX + 1])
{
	int r;

	snprintf(aside, NAME_MAX + 1, "%.*s" SPOOLED_BAD, room, name);
	r = move(directory, name, aside);
	for (int i = 0; i < tries && r == -EEXIST; i++) {
		r = name_again(name, aside);
		if (r == 0)
			r = move(directory, name, aside);
	}
	return r;
}

/* A file that others put there is not written to: it makes room. */
int aside_explain(int directory, const char *aside, const char *reason, unsigned mode)
{
	char name[NAME_MAX + 1];

	if (snprintf(name, sizeof(name), "%s" SPOOLED_WHY, aside) >= (int)sizeof(name))
		return -ENAMETOOLONG;
	unlinkat(directory, name, 0);
	drop(fd_close) int fd =
		openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0 || fchmod(fd, mode) < 0 || dprintf(fd, "%s\n", reason) < 0)
		return -errno;
	return 0;
}
