/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What can be read of a database that is damaged, as ndjson: the lines of `incident export -o ndjson`,
 * which `incident import` takes. SQLite is not asked: the shell of Debian 12 has no .recover, and
 * what SQLite refuses may still hold nearly every event.
 */
#include <stdint.h>
#include <stdio.h>

struct salvage {
	int64_t events; /* written: each fits its leaf, or was expunged */
	int64_t spoilt; /* seen, but not as they were recorded: logged with what is left of their text */
	int64_t unreadable; /* pages that the disk did not give */
};

/* In the order of the logs, each event once. 0, or -errno (logged). */
int salvage(const char *path, FILE *out, struct salvage *salvage);
