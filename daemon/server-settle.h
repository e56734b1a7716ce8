/* SPDX-License-Identifier: MIT */
#pragma once

struct config;
struct storage;

/* What the storage thread has to know of new settings, told in its turn. 0 or -ENOMEM. */
int settle(struct storage *storage, const struct config *config);
