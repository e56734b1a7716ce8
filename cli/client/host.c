/* SPDX-License-Identifier: MIT */
/* What is no letter, digit, dot or dash is written as %XX, so that no two hosts share a directory. */
#include "cli/client/host.h"

#include <string.h>

#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/place.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

bool host_is_name(const char *name)
{
	size_t size = strspn(name, LETTERS "._-+@:%/[]");

	return size && size <= HOST_NAME_MOST && !name[size] && name[0] != '-' &&
	       !strstr(name, "@-") && !strstr(name, "/-");
}

static void add_name(struct buffer *path, const char *name)
{
	for (const char *at = name; *at; at++)
		if (strchr(LETTERS "_-", *at) || (*at == '.' && at > name))
			buffer_add(path, at, 1);
		else
			buffer_printf(path, "%%%02X", (unsigned char)*at);
}

char *host_outbox(const char *name, const char *log, bool user)
{
	drop(free) char *state = place_state();
	drop(buffer_free) struct buffer path = { 0 };

	if (!state)
		return NULL;
	buffer_printf(&path, "%s/outbox/", state);
	add_name(&path, name);
	if (log)
		buffer_printf(&path, "+%s", log);
	else if (user)
		buffer_add_text(&path, "++user");
	return buffer_steal(&path);
}
