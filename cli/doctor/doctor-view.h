/* SPDX-License-Identifier: MIT */
#pragma once

#include "cli/doctor/doctor.h"

/* A line a check: ok, wrong with what to type, or unknown. quiet: only those that are wrong. */
void doctor_view(const struct session *session, const struct diagnosis diagnoses[DOCTOR_COUNT]);

/* {"ok":…,"checks":[{"name":…,"ok":true|false|null,"says":…,"fix":…}],"status":…}: status is what the recorder says of itself, or null. */
void doctor_view_json(const struct recorder *recorder,
		      const struct diagnosis diagnoses[DOCTOR_COUNT]);
