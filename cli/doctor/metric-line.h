/* SPDX-License-Identifier: MIT */
#pragma once

/* Lines of the text exposition format (prometheus.io/docs/instrumenting/exposition_formats), version 0.0.4. */
#include <stdint.h>

#include "lib/buffer.h"

struct metric_lines {
	const char *
		log; /* one of several of a host: its label, as one collector may read them all; NULL: the only one */
	struct buffer out;
};

/* Names of labels and their values, in turn. */
#define METRIC_LABELS(...) ((const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })

/* NAME{LABEL="VALUE",…} FIGURE */
void metric_line(struct metric_lines *lines, const char *name, const char *const *labels,
		 const char *figure);

#define METRIC_FIGURE 48
/* Figures. Each returns text. */
char *metric_integer(int64_t number, char text[METRIC_FIGURE]);
/* Of microseconds: they may be more than a double holds exactly. */
char *metric_seconds(int64_t time, char text[METRIC_FIGURE]);
