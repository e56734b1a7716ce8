/* SPDX-License-Identifier: MIT */
/*
 * A recorder has the lock of its log (daemon/store/store.c), which proc(5) lists; taking it to try would
 * keep one from starting. The host's log is not ours to look into: there systemd(1) has a link named
 * invocation:UNIT for the journal, of each unit whose processes run.
 */
#include "cli/client/awake.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/drop.h"

#define LOCKS "/proc/locks" /* "1: FLOCK  ADVISORY  WRITE 417 08:01:1311 0 EOF" */
#define UNITS "/run/systemd/units"

static bool is_locked(const char *path)
{
	drop(file_close) FILE *locks = fopen(LOCKS, "re");
	char line[256], inode[32];
	struct stat status;

	if (!locks || stat(path, &status) < 0)
		return false;
	snprintf(inode, sizeof(inode), ":%ju ", (uintmax_t)status.st_ino);
	while (fgets(line, sizeof(line), locks))
		if (strstr(line, "FLOCK") && strstr(line, inode))
			return true;
	return false;
}

static bool has_log(const char *state)
{
	char path[4096];
	int size = snprintf(path, sizeof(path), "%s/lock", state);

	return size < (int)sizeof(path) && is_locked(path);
}

/* name: of one of several logs, or NULL. Without systemd nobody is started by connecting. */
static bool is_active(const char *name)
{
	char path[256];
	struct stat status;

	snprintf(path, sizeof(path), UNITS "/invocation:incidentd%s%s.service", name ? "@" : "",
		 name ? name : "");
	return stat(UNITS, &status) < 0 || lstat(path, &status) == 0;
}

bool awake_is(const struct socket_choice *choice)
{
	switch (choice->owner) {
	case SOCKET_NAMED:
		return strcmp(choice->path, SOCKET_SYSTEM) != 0 || is_active(NULL);
	case SOCKET_HOST:
		return is_active(NULL);
	case SOCKET_LOG:
		return is_active(choice->log);
	case SOCKET_USER:
		return has_log(choice->state);
	case SOCKET_THERE:
		return false;
	}
	return false;
}
