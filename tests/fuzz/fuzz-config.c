/* SPDX-License-Identifier: MIT */
/* A settings file of any content: read, or refused with a line. */
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/config.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config config = { .log_level = LOG_ERROR_LEVEL };
	drop(fd_close) int fd = memfd_create("settings", MFD_CLOEXEC);
	char path[64];

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	log_set_level(LOG_ERROR_LEVEL);
	if (config_read(&config, path) == 0)
		must(config.log_level <= LOG_DEBUG_LEVEL);
	return 0;
}
