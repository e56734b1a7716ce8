/* SPDX-License-Identifier: MIT */
/* Everything but this is a library, so that tests and fuzzers link what ships. */
#include "cli/run.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
