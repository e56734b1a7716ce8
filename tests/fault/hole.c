/* SPDX-License-Identifier: MIT */
/*
 * A recorder that does not write its WAL again when it starts: after a sync that failed it builds on what is in the
 * kernel's cache alone. Linked of what ships, with one function wrapped (meson.build); it must be seen to lose.
 */
#include "daemon/store/wal.h"

int __wrap_wal_rewrite(const char *path);

int __wrap_wal_rewrite(const char *path)
{
	(void)path;
	return 0;
}
