/* SPDX-License-Identifier: MIT */
#include "daemon/credential.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/drop.h"

/*
 * A pid names whoever has it now; a descriptor of /proc/PID stays with the process it was opened for,
 * and reads nothing once that is gone. So all is read through one descriptor, and the process behind it
 * is the one that connected only if it was there before the accept and is root's.
 */
enum { file_size = 4096 };

/* A file of a /proc directory, from its beginning, as text. */
static bool read_file(int directory, const char *name, char text[file_size])
{
	drop(fd_close) int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, text, file_size - 1);

	if (size < 0)
		return false;
	text[size] = '\0';
	return true;
}

/* Clock ticks from boot to now, the unit and the clock of a process's start. */
static int64_t ticks_now(void)
{
	struct timespec now;
	int64_t hz = sysconf(_SC_CLK_TCK);

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * hz + now.tv_nsec / (INT64_C(1000000000) / hz);
}

/* starttime is field 22 of proc(5)'s stat; field 2 is a name in brackets and may hold anything. */
static bool started_by(int directory, int64_t ticks)
{
	char text[file_size];
	const char *field = read_file(directory, "stat", text) ? strrchr(text, ')') : NULL;
	int64_t start;

	for (int i = 2; field && i < 22; i++)
		field = strchr(field + 1, ' ');
	return field && sscanf(field, "%" SCNd64, &start) == 1 && start <= ticks;
}

static bool is_roots(int directory)
{
	char text[file_size];
	const char *line = read_file(directory, "status", text) ? strstr(text, "\nUid:") : NULL;
	unsigned real, effective;

	return line && sscanf(line, "\nUid: %u %u", &real, &effective) == 2 && effective == 0;
}

/* UINT32_MAX is the kernel's "not set". */
static int64_t read_login(int directory)
{
	char text[file_size];
	int64_t uid;

	if (!read_file(directory, "loginuid", text) || sscanf(text, "%" SCNd64, &uid) != 1)
		return -1;
	return uid < UINT32_MAX ? uid : -1;
}

static int64_t login_of(pid_t pid, int64_t accepted)
{
	char path[32];
	drop(fd_close) int directory = -1;
	int64_t login;

	snprintf(path, sizeof(path), "/proc/%d", pid);
	directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return -1;
	login = read_login(directory);
	if (login < 0)
		return -1; /* mostly, and the other files are slow to be made */
	return started_by(directory, accepted) && is_roots(directory) ? login : -1;
}

int credential_of(int socket, struct credential *credential)
{
	int64_t accepted = ticks_now();
	struct ucred peer;
	socklen_t size = sizeof(peer);

	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
		return -errno;
	*credential = (struct credential){ peer.uid, peer.gid, peer.pid, -1 };
	/* pid 0: it is in a pid namespace that we do not see into. */
	if (peer.uid == 0 && peer.pid > 0)
		credential->login = login_of(peer.pid, accepted);
	return 0;
}
