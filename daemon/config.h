/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The settings of --config FILE. There is one so far:
 *
 *	log-level = "debug"
 */
#include "lib/log.h"

struct config {
	enum log_level log_level; /* stays as it was where the file says nothing */
};

/* 0, or -errno (logged, with the line where the file is wrong). */
int config_read(struct config *config, const char *path);
