/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What Prometheus reads (text exposition format 0.0.4): a table of metrics, each with where its figure
 * comes from. What the recorder does not say has no line; whether it answers at all is incidentd_up.
 *
 * To add one: its row in metric-page.c.
 */
#include <stdio.h>

#include "cli/doctor/doctor.h"

/* The table, for people. */
void metric_page_list(FILE *out);

/* 0 or -ENOMEM; nothing was printed then. */
int metric_page(const struct recorder *recorder, const struct diagnosis diagnoses[DOCTOR_COUNT]);
