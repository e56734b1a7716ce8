/* SPDX-License-Identifier: MIT */
/* From the nearest to the farthest, so that a build tree and a private installation find their own. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/client/spawn.h"
#include "include/config.h"

static bool is_program(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* DIRECTORY/NAME, if it is a program that can be run. */
static bool try_in(const char *directory, size_t size, const char *name, char path[SPAWN_PATH])
{
	int length = snprintf(path, SPAWN_PATH, "%.*s/%s", (int)size, directory, name);

	return size && length < SPAWN_PATH && is_program(path);
}

static bool find_beside(char path[SPAWN_PATH])
{
	static const char *const names[] = { "../sbin/incidentd", "incidentd",
					     "../daemon/incidentd" };
	char self[PATH_MAX];
	ssize_t size = readlink("/proc/self/exe", self, sizeof(self));

	while (size > 0 && self[size - 1] != '/')
		size--;
	for (size_t i = 0; size > 1 && i < sizeof(names) / sizeof(names[0]); i++)
		if (try_in(self, (size_t)size - 1, names[i], path))
			return true;
	return false;
}

static bool find_along(const char *list, char path[SPAWN_PATH])
{
	while (list && *list) {
		size_t size = strcspn(list, ":");

		if (*list == '/' && try_in(list, size, "incidentd", path))
			return true;
		list += size + (list[size] == ':');
	}
	return false;
}

int spawn_find(char path[SPAWN_PATH])
{
	const char *named = getenv("INCIDENTD");

	if (named && *named) {
		snprintf(path, SPAWN_PATH, "%s", named);
		return is_program(path) ? 0 : -ENOENT;
	}
	if (find_beside(path) || find_along(getenv("PATH"), path) ||
	    find_along("/usr/sbin:/usr/local/sbin", path))
		return 0;
	snprintf(path, SPAWN_PATH, "%s", INCIDENT_DAEMON);
	return is_program(path) ? 0 : -ENOENT;
}
