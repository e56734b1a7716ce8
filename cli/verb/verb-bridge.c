/* SPDX-License-Identifier: MIT */
/*
 * incident bridge: the recorder of this host, for whoever logged in over ssh and speaks Varlink through it. It
 * leads no farther: whatever the environment names, it is a recorder of here.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "cli/client/reach.h"
#include "cli/client/relay.h"
#include "cli/say.h"
#include "cli/verb/verb.h"

int verb_bridge(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	int64_t deadline = wire_deadline(CLIENT_ANSWER);
	struct wire wire = { .fd = -1 };
	int r;

	(void)command;
	if (argument_option(arguments, "host", 0))
		return say_usage(session, "a bridge leads to a recorder of this host");
	session->host = NULL;
	while (*session->typed) /* of no use to whoever reads the errors */
		session->typed++;
	if (reach_recorder(session, &wire, &deadline))
		return EXIT_FAILED;
	signal(SIGPIPE, SIG_IGN);
	r = relay_run(STDIN_FILENO, STDOUT_FILENO, wire.fd);
	wire_close(&wire);
	if (r)
		say_error(session, "the bridge broke: %s", strerror(-r));
	return r ? EXIT_FAILED : EXIT_OK;
}
