/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What the settings of files (lib/setting.h) mean to this run: the environment goes before them, options
 * before both. A fault in a file is said, and never keeps anything from being recorded.
 */
#include "cli/session.h"
#include "cli/timeline/metric.h"

/* Read them into session->settings, with or without those of files; what is wrong is said as a warning. */
void config_open(struct session *session, bool files);

/* The table of metrics, and what settings add; what is wrong there is said, and left out. */
void config_metrics(const struct session *session, struct metrics *metrics);

/* What is wrong with one of a group, into `what`; false: nothing. */
bool config_item_is_wrong(const struct setting_item *item, char what[256]);

/*
 * What neither a file nor the environment can know of itself: is there such a time zone, such a template, is each of a group right? Each
 * fault is handed over. Returns how many. Leaves the process in the zone that the settings name.
 */
size_t config_faults(const struct settings *settings,
		     void (*on_fault)(void *owner, const struct setting_fault *fault), void *owner);
