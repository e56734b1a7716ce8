/* SPDX-License-Identifier: MIT */
/* Everything but this is a library, so that tests and fuzzers link what ships. */
#include <signal.h>

#include "cli/run.h"

/* What whoever starts us ignores is inherited: a child that nobody can wait for. A file that may not grow is an error to be said. */
static void set_signals(void)
{
	signal(SIGCHLD, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN);
}

int main(int argc, char **argv)
{
	set_signals();
	return cli_main(argc, argv);
}
