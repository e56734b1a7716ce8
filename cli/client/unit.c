/* SPDX-License-Identifier: MIT */
/*
 * A unit that is active has a link named invocation:UNIT, which systemd(1) makes for the journal: in
 * /run/systemd/units, or in that of the user's runtime directory.
 */
#include "cli/client/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define UNITS "systemd/units/invocation:"

/* "incidentd", "incidentd@security" */
static void name_unit(const struct socket_choice *choice, char name[64])
{
	if (choice->owner == SOCKET_LOG)
		snprintf(name, 64, "incidentd@%s", choice->log);
	else
		snprintf(name, 64, "incidentd");
}

/* NULL: no unit listens there that we know. */
static const char *find_runtime(const struct socket_choice *choice)
{
	if (choice->owner == SOCKET_USER)
		return getenv("XDG_RUNTIME_DIR");
	return choice->owner != SOCKET_NAMED || strcmp(choice->path, SOCKET_SYSTEM) == 0 ? "/run"
											 : NULL;
}

static bool is_active(const char *runtime, const char *unit, const char *type)
{
	char path[4096];
	struct stat status;
	int size = snprintf(path, sizeof(path), "%s/" UNITS "%s.%s", runtime, unit, type);

	return size < (int)sizeof(path) && lstat(path, &status) == 0;
}

bool unit_sleeps(const struct socket_choice *choice)
{
	const char *runtime = find_runtime(choice);
	char unit[64];

	name_unit(choice, unit);
	return runtime && is_active(runtime, unit, "socket") &&
	       !is_active(runtime, unit, "service");
}
