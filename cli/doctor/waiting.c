/* SPDX-License-Identifier: MIT */
#include "cli/doctor/waiting.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/drop.h"
#include "lib/spooled.h"
#include "lib/stamp.h"

static inline void directory_closep(DIR **directory)
{
	if (*directory)
		closedir(*directory);
}

/* The first ones, in order. */
static void keep_name(struct waiting *waiting, const char *name)
{
	size_t at = waiting->aside < WAITING_NAMED ? waiting->aside : WAITING_NAMED;

	for (; at > 0 && strcmp(waiting->named[at - 1], name) > 0; at--)
		if (at < WAITING_NAMED)
			strcpy(waiting->named[at], waiting->named[at - 1]);
	if (at < WAITING_NAMED)
		snprintf(waiting->named[at], sizeof(waiting->named[at]), "%s", name);
}

static void take(struct waiting *waiting, int directory, const char *name)
{
	struct stat st;

	if (spooled_is_bad(name)) {
		keep_name(waiting, name);
		waiting->aside++;
	} else if (spooled_is_name(name) &&
		   fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		int64_t made = st.st_mtim.tv_sec * STAMP_SECOND;

		waiting->files++;
		waiting->oldest = made < waiting->oldest ? made : waiting->oldest;
	}
}

int waiting_read(struct waiting *waiting, const char *path)
{
	drop(directory_close) DIR *directory = opendir(path);

	*waiting = (struct waiting){ .oldest = INT64_MAX };
	if (!directory)
		return -errno;
	for (const struct dirent *entry; (entry = readdir(directory));)
		take(waiting, dirfd(directory), entry->d_name);
	return 0;
}

char *waiting_reason(const char *directory, const char *name, char reason[WAITING_REASON])
{
	drop(free) char *path = NULL;
	ssize_t size = 0;

	if (asprintf(&path, "%s/%s" SPOOLED_WHY, directory, name) < 0)
		path = NULL;
	drop(fd_close) int fd =
		path ? open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
	if (fd >= 0)
		size = read(fd, reason, WAITING_REASON - 1);
	reason[size > 0 ? size : 0] = '\0';
	reason[strcspn(reason, "\r\n")] = '\0';
	return reason;
}
