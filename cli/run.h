/* SPDX-License-Identifier: MIT */
#pragma once

/* The whole program but main(): find the verb, take the options, run it. Returns the exit code. */
int cli_main(int argc, char **argv);
