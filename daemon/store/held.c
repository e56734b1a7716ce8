/* SPDX-License-Identifier: MIT */
/* What was removed, or had another file moved into its place, takes all that is written, and nobody finds it again. */
#include "daemon/store/held.h"

#include <sys/stat.h>

void held_take(struct held *held, const char *path)
{
	struct stat st;

	*held = (struct held){ 0 };
	if (stat(path, &st) == 0)
		*held = (struct held){ .device = st.st_dev, .inode = st.st_ino };
}

bool held_is(const struct held *held, const char *path)
{
	struct held there;

	held_take(&there, path);
	return there.inode && there.device == held->device && there.inode == held->inode;
}
