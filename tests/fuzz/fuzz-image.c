/* SPDX-License-Identifier: MIT */
/* A damaged database of any content: salvaged, and every line that comes out is an event. */
#include <sys/mman.h>

#include "daemon/store/salvage.h"
#include "lib/event.h"
#include "lib/log.h"
#include "tests/fuzz/fuzz.h"

static void each_line_is_an_event(const char *text)
{
	for (size_t size; (size = strcspn(text, "\n")); text += size + 1) {
		drop(json_decref) json_t *line =
			json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
		struct event event;

		must(line && event_read(json_object_get(line, "event"), &event) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(fd_close) int fd = memfd_create("image", MFD_CLOEXEC);
	drop(free) char *text = NULL;
	size_t text_size = 0;
	FILE *out = open_memstream(&text, &text_size);
	struct salvage found;
	char path[64];

	log_set_level(LOG_ERROR_LEVEL);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must(fd >= 0 && out && write(fd, data, size) == (ssize_t)size);
	must(salvage(path, out, &found) == 0);
	fclose(out);
	each_line_is_an_event(text);
	return 0;
}
