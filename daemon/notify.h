/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What the service manager is told (sd_notify(3)). Nothing at all where libsystemd was left out, or
 * nobody asked ($NOTIFY_SOCKET).
 */
#include <stdint.h>

/* "READY=1", "STATUS=…", "STOPPING=1", "WATCHDOG=1"; lines of them. */
void notify(const char *state);

/* Microseconds within which it wants to hear "WATCHDOG=1"; 0: it does not. */
uint64_t notify_watchdog(void);
