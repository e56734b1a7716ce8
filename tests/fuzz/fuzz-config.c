/* SPDX-License-Identifier: MIT */
/* A settings file of any content: read whole, or refused with what is wrong, and nothing of it taken. */
#include <sys/mman.h>
#include <unistd.h>

#include "lib/setting.h"
#include "tests/fuzz/fuzz.h"

static void must_be_right(const struct settings *settings)
{
	char what[256];

	for (size_t i = 0; i < SETTING_COUNT; i++)
		must(!setting_is_wrong(&setting_rows[i], settings_text(settings, (enum setting)i),
				       what));
	for (size_t i = 0; i < settings->count; i++)
		must(settings->items[i].name && settings->items[i].fields[0] &&
		     settings->items[i].origin);
}

static void must_be_empty(const struct settings *settings)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		must(!settings->values[i].text);
	must(!settings->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(settings_free) struct settings settings = { 0 };
	drop(fd_close) int fd = memfd_create("settings", MFD_CLOEXEC);
	struct setting_fault fault;
	char path[64];

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (settings_read_file(&settings, path, &fault) == 0) {
		must_be_right(&settings);
	} else {
		must(*fault.what && *fault.where);
		must_be_empty(&settings);
	}
	return 0;
}
