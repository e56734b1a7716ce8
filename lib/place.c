/* SPDX-License-Identifier: MIT */
#include "lib/place.h"

#include <errno.h>
#include <libgen.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/buffer.h"
#include "lib/drop.h"

/*
 * A machine id is 32 hexadecimal digits (machine-id(5)); what else may stand in that file while an
 * image is being made is no id. A relative path in the environment is to be ignored, says the XDG base
 * directory specification.
 */
enum { id_digits = 32, host_size = 256 };

static bool read_machine_id(char id[host_size])
{
	drop(file_close) FILE *file = fopen("/etc/machine-id", "re");

	return file && fgets(id, host_size, file) && strspn(id, "0123456789abcdef") == id_digits &&
	       (id[id_digits] == '\n' || id[id_digits] == '\0');
}

static void read_machine(char name[host_size])
{
	if (read_machine_id(name)) {
		name[id_digits] = '\0';
		return;
	}
	if (gethostname(name, host_size - 1) < 0 || !name[0] || name[0] == '.')
		strcpy(name, "localhost");
	name[host_size - 1] = '\0';
	for (char *slash = strchr(name, '/'); slash; slash = strchr(slash, '/'))
		*slash = '-';
}

static const char *absolute(const char *variable)
{
	const char *path = getenv(variable);

	return path && path[0] == '/' ? path : NULL;
}

/* A job may be given no environment; one that is given an empty home has none. */
static const char *find_home(void)
{
	const struct passwd *user = getenv("HOME") ? NULL : getpwuid(geteuid());

	return user && user->pw_dir[0] == '/' ? user->pw_dir : absolute("HOME");
}

char *place_state(void)
{
	const char *state = absolute("XDG_STATE_HOME");
	const char *home = state ? NULL : find_home();
	drop(buffer_free) struct buffer path = { 0 };
	char machine[host_size];

	if (!state && !home)
		return NULL;
	read_machine(machine);
	buffer_printf(&path, "%s%s/incidentd/%s", state ? state : home,
		      state ? "" : "/.local/state", machine);
	return buffer_steal(&path);
}

char *place_socket(const char *state)
{
	static const char name[] = "/incidentd.sock";
	drop(buffer_free) struct buffer path = { 0 };

	if (strlen(state) + sizeof(name) <= sizeof((struct sockaddr_un){ 0 }.sun_path))
		buffer_printf(&path, "%s%s", state, name);
	else
		buffer_printf(&path, "/tmp/incidentd-%u%s", geteuid(), name);
	return buffer_steal(&path);
}

char *place_directory(const char *path)
{
	drop(free) char *copy = strdup(path);

	return copy ? strdup(dirname(copy)) : NULL;
}

static int make_one(const char *directory)
{
	return mkdir(directory, S_IRWXU) < 0 && errno != EEXIST ? -errno : 0;
}

/* A directory above that cannot be made may be there all the same: only the last one has to. */
int place_make(const char *directory)
{
	drop(free) char *path = strdup(directory);

	if (!path)
		return -ENOMEM;
	for (char *slash = path; *slash && (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		make_one(path);
		*slash = '/';
	}
	return make_one(path);
}

int place_check(const char *directory)
{
	struct stat status;

	if (lstat(directory, &status) < 0)
		return -errno;
	if (!S_ISDIR(status.st_mode))
		return -ENOTDIR;
	if (status.st_uid != geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)))
		return -EPERM;
	return 0;
}
