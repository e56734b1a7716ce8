/* SPDX-License-Identifier: MIT */
#pragma once

/* What the settings of files (lib/setting.h) come to for incidentd, at start and whenever they are read again. */
#include "lib/log.h"
#include "lib/setting.h"

struct config {
	enum log_level log_level;
	unsigned peers, peers_user; /* connections in all, and of a user */
	int ballast;                /* MiB */
};

struct config_source {
	struct setting_sources files;
	const enum log_level *log_level; /* typed, and before all files; or NULL */
};

/* 0; 1: *fault is wrong, and *config without the file it is in; or -errno. */
int config_read(struct config *config, const struct config_source *source,
		struct setting_fault *fault);
