/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Who is at the other end of a connection: the kernel's word, taken once at accept.
 *
 * uid, gid and pid are SO_PEERCRED's, which are those of the connect() (unix(7)). The pid decides
 * nothing. For root alone the audit login uid is read beside it (/proc/PID/loginuid, through one
 * descriptor of that directory), and dropped if the process started after the accept or is not root's:
 * it is then another process with the same pid.
 */
#include <stdint.h>
#include <sys/types.h>

struct credential {
	uid_t uid;
	gid_t gid;
	pid_t pid;
	int64_t login; /* root's audit login uid, or -1 */
};

/* 0 or -errno. */
int credential_of(int socket, struct credential *credential);
