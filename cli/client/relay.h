/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Copy bytes both ways between two descriptors (in, out) and a connected socket that does not block. The end of `in` is handed
 * on as the end of what is sent; it is over when the socket has ended, or nobody reads `out` any more.
 */

/* 0 or -errno. */
int relay_run(int in, int out, int socket);
