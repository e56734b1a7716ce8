/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Copy bytes both ways between two descriptors (in, out) and a connected socket that does not block. The
 * end of `in` is handed on as the end of what is sent; then it is over when nothing came for RELAY_REST.
 * Before, it is over when the socket has ended, or nobody reads `out` any more.
 */
#define RELAY_REST \
	10000 /* milliseconds; behind ssh, who has hung up looks like who only says no more */

/* 0 or -errno. */
int relay_run(int in, int out, int socket);
