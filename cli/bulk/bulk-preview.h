/* SPDX-License-Identifier: MIT */
#pragma once

/* What would be recorded, as `log` would show it, with the lines of the file in place of the handles. */
#include "cli/bulk/bulk-record.h"

/* An exit code. */
int bulk_preview(struct session *session, const struct bulk_batch *batch);
