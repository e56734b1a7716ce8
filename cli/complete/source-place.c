/* SPDX-License-Identifier: MIT */
/* Where a recorder may be: the other logs of this host, and the hosts that ssh(1) of this user calls by a name. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/client/socket.h"
#include "cli/complete/source.h"
#include "lib/drop.h"

void source_logs(struct session *session, const struct slot *slot, struct offer *offer)
{
	const size_t before = strlen(SPOOL_OF_LOG) - strlen("%s");
	glob_t found = { 0 };
	char pattern[64];

	(void)session;
	(void)slot;
	snprintf(pattern, sizeof(pattern), SPOOL_OF_LOG, "*");
	glob(pattern, 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		offer_add(offer, found.gl_pathv[i] + before, NULL);
	globfree(&found);
}

/* ssh_config(5): "Host ops1 ops2". A pattern is no name, and is not taken. */
static void add_configured(struct offer *offer, char *line)
{
	line += strspn(line, " \t");
	line[strcspn(line, "\r\n")] = '\0';
	if (strncasecmp(line, "Host", 4) == 0 && strchr(" \t=", line[4]))
		offer_add_words(offer, line + 4, " \t=\"");
}

/* sshd(8): "ops1,10.0.0.1 ssh-ed25519 KEY". A hashed name, or one with a port, is not taken. */
static void add_known(struct offer *offer, char *line)
{
	line[strcspn(line, ", \t\r\n")] = '\0';
	offer_add(offer, line, NULL);
}

static void add_lines(struct offer *offer, const char *name,
		      void (*add)(struct offer *offer, char *line))
{
	const char *home = getenv("HOME");
	drop(free) char *path = NULL, *line = NULL;
	size_t size = 0;

	if (asprintf(&path, "%s/.ssh/%s", home ? home : "", name) < 0)
		path = NULL;
	drop(file_close) FILE *file = path ? fopen(path, "re") : NULL;
	while (file && getline(&line, &size, file) > 0)
		add(offer, line);
}

void source_hosts(struct session *session, const struct slot *slot, struct offer *offer)
{
	(void)session;
	(void)slot;
	add_lines(offer, "config", add_configured);
	add_lines(offer, "known_hosts", add_known);
}
