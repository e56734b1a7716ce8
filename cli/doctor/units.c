/* SPDX-License-Identifier: MIT */
/* One question for all of them: systemctl answers with a block of NAME=VALUE lines each, in the order asked. */
#include "cli/doctor/units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/client/wire.h"
#include "cli/doctor/bounded.h"

#define SYSTEMD "/run/systemd/system" /* sd_booted(3) */

static void name_units(struct units *units, const char *log)
{
	static const char *const stems[UNIT_COUNT] = { "incidentd", "incidentd",
						       "incidentd-verify" };
	static const char *const ends[UNIT_COUNT] = { "socket", "service", "timer" };

	for (int i = 0; i < UNIT_COUNT; i++)
		snprintf(units->unit[i].name, sizeof(units->unit[i].name), "%s%s%s.%s", stems[i],
			 log ? "@" : "", log ? log : "", ends[i]);
}

static void ask(int out, const void *owner)
{
	const struct units *units = owner;
	const char *argv[] = { "systemctl",
			       units->user ? "--user" : "--system",
			       "show",
			       "--no-pager",
			       "--property=Id,LoadState,ActiveState,UnitFileState",
			       units->unit[UNIT_SOCKET].name,
			       units->unit[UNIT_SERVICE].name,
			       units->user ? NULL : units->unit[UNIT_TIMER].name,
			       NULL };

	if (dup2(out, STDOUT_FILENO) >= 0)
		execvp(argv[0], (char *const *)argv);
}

static int find_unit(const struct units *units, const char *name)
{
	for (int i = 0; i < UNIT_COUNT; i++)
		if (strcmp(units->unit[i].name, name) == 0)
			return i;
	return UNIT_COUNT;
}

/* A line that begins with this name: its value. */
static void take(const char *line, const char *name, char value[32])
{
	size_t size = strlen(name);

	if (strncmp(line, name, size) == 0)
		snprintf(value, 32, "%s", line + size);
}

/* Id is the first property of a block. */
static void read_answer(struct units *units, char *text)
{
	int unit = UNIT_COUNT;

	for (char *line, *rest = text; (line = strsep(&rest, "\n"));) {
		if (strncmp(line, "Id=", 3) == 0)
			unit = find_unit(units, line + 3);
		if (unit == UNIT_COUNT)
			continue;
		take(line, "LoadState=", units->unit[unit].load);
		take(line, "ActiveState=", units->unit[unit].active);
		take(line, "UnitFileState=", units->unit[unit].enabled);
	}
}

/* Does systemd run here, or for this user? */
static bool is_there(const struct units *units)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	char path[4096];

	snprintf(path, sizeof(path), "%s/systemd/private", run ? run : "");
	return access(units->user ? path : SYSTEMD, F_OK) == 0;
}

void units_read(struct units *units, const struct socket_choice *choice)
{
	struct bounded child;
	char text[4096];

	*units = (struct units){ .user = choice->owner == SOCKET_USER };
	if (choice->owner == SOCKET_NAMED || !is_there(units))
		return;
	name_units(units, choice->log);
	bounded_start(&child, ask, units);
	ssize_t size = bounded_finish(&child, text, sizeof(text) - 1, wire_deadline(UNITS_WAIT));
	units->silent = size <= 0;
	text[size > 0 ? size : 0] = '\0';
	read_answer(units, text);
	/* a user's are there to be enabled; mostly they are not */
	units->there = !units->user || strcmp(units->unit[UNIT_SOCKET].active, "active") == 0;
}

const char *units_systemctl(const struct units *units)
{
	return units->user ? "systemctl --user" : "sudo systemctl";
}

const char *units_journalctl(const struct units *units)
{
	return units->user ? "journalctl --user" : "journalctl";
}

int units_count(const struct units *units)
{
	return units->user ? UNIT_TIMER : UNIT_COUNT;
}
