/* SPDX-License-Identifier: MIT */
/* What was removed, or had another file moved into its place, takes all that is written, and nobody finds it again. */
#include "daemon/store/held.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/*
 * Not stat(): whoever asks for the times of a file makes the next write to it give it new ones, exact ones (Linux 6.13), and
 * these are written by the next sync, too: 50 us of each commit.
 */
void held_take(struct held *held, const char *path)
{
	struct statx st;

	*held = (struct held){ 0 };
	if (statx(AT_FDCWD, path, 0, STATX_INO, &st) == 0)
		*held = (struct held){ .device = makedev(st.stx_dev_major, st.stx_dev_minor),
				       .inode = st.stx_ino };
}

bool held_is(const struct held *held, const char *path)
{
	struct held there;

	held_take(&there, path);
	return there.inode && there.device == held->device && there.inode == held->inode;
}
