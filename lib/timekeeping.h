/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Does the kernel's clock follow another one (adjtimex(2))? Where that may not be asked: does systemd-timesyncd say so? */
bool timekeeping_is_synchronised(void);
