/* SPDX-License-Identifier: MIT */
/* What is no letter, digit, dot or dash is written as %XX, so that no two hosts share a directory. */
#include "cli/client/host.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli/typed.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/place.h"

#define HOST_LOG_MOST 64 /* bytes of "+LOG" */
#define LETTERS       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

static void add_name(struct buffer *path, const char *name)
{
	for (const char *at = name; *at; at++)
		if (strchr(LETTERS "_-", *at) || (*at == '.' && at > name))
			buffer_add(path, at, 1);
		else
			buffer_printf(path, "%%%02X", (unsigned char)*at);
}

/* Can a directory have that name, with that of a log behind it? */
static bool has_place(const char *name)
{
	drop(buffer_free) struct buffer written = { 0 };

	add_name(&written, name);
	return !written.failed && written.size <= NAME_MAX - HOST_LOG_MOST;
}

bool host_is_name(const char *name)
{
	size_t size = strspn(name, LETTERS "._-+@:%/[]");

	return size && size <= HOST_NAME_MOST && !name[size] && name[0] != '-' &&
	       !strstr(name, "@-") && !strstr(name, "/-") && has_place(name);
}

char *host_outboxes(void)
{
	drop(free) char *state = place_state();
	drop(buffer_free) struct buffer path = { 0 };

	if (!state)
		return NULL;
	buffer_printf(&path, "%s/outbox", state);
	return buffer_steal(&path);
}

char *host_outbox(const char *name, const char *log, bool user)
{
	drop(free) char *outboxes = host_outboxes();
	drop(buffer_free) struct buffer path = { 0 };

	if (!outboxes)
		return NULL;
	buffer_printf(&path, "%s/", outboxes);
	add_name(&path, name);
	if (log)
		buffer_printf(&path, "+%s", log);
	else if (user)
		buffer_add_text(&path, "++user");
	return buffer_steal(&path);
}

static void read_name(const char *directory, size_t size, struct buffer *name)
{
	for (size_t i = 0; i < size; i++) {
		unsigned int byte = (unsigned char)directory[i];

		if (byte == '%' && sscanf(directory + i + 1, "%2x", &byte) == 1)
			i += 2;
		buffer_add(name, &(char){ (char)byte }, 1);
	}
}

char *host_typed(const char *directory)
{
	size_t size = strcspn(directory, "+");
	const char *log = directory + size + (directory[size] == '+');
	drop(buffer_free) struct buffer name = { 0 }, typed = { 0 };

	read_name(directory, size, &name);
	if (!name.data || !host_is_name(name.data))
		return NULL;
	drop(free) char *word = typed_word(name.data);
	buffer_printf(&typed, "--host %s", word ? word : "");
	if (*log == '+')
		buffer_add_text(&typed, " --user");
	else if (*log)
		buffer_printf(&typed, " --log %s", log);
	return word ? buffer_steal(&typed) : NULL;
}
