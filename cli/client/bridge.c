/* SPDX-License-Identifier: MIT */
/*
 * No shell of this host sees a word. The one of the other host sees `incident bridge` and the name of a
 * log, which is letters, digits and _; everything else goes through the bridge as it is.
 */
#include "cli/client/bridge.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "cli/client/outbox.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "lib/drop.h"

#define GREETING   "{\"method\":\"org.varlink.service.GetInfo\"}"
#define SAID_MOST  2048 /* bytes of what was said that are shown: the last ones */
#define WORDS_MOST 32

/* ssh(1) takes the first value of an option, and the command line comes before the user's file. */
static const char *const ssh_options[] = {
	"-T", /* no terminal */
	"-x",
	"-oBatchMode=yes", /* it asks for nothing */
	"-oConnectTimeout=3",
	"-oServerAliveInterval=15", /* what is followed notices when the other host is gone */
	"-oClearAllForwardings=yes",
	"-oForwardAgent=no",
	"-oPermitLocalCommand=no", /* it would write among the messages */
	"-oRemoteCommand=none",    /* ours is another */
	"--",
};

static const char *program(void)
{
	const char *named = getenv("INCIDENT_SSH");

	return named && *named ? named : "ssh";
}

static void make_words(const struct socket_choice *choice, const char *words[WORDS_MOST])
{
	size_t count = 0;

	words[count++] = program();
	for (size_t i = 0; i < sizeof(ssh_options) / sizeof(ssh_options[0]); i++)
		words[count++] = ssh_options[i];
	words[count++] = choice->host;
	words[count++] = "incident";
	words[count++] = "bridge";
	if (choice->log) {
		words[count++] = "--log";
		words[count++] = choice->log;
	} else if (choice->user) {
		words[count++] = "--user";
	}
	words[count] = NULL;
}

/* In the child. Descriptors from 3 on, so that dup2() onto 0 to 2 overwrites none of them. */
static _Noreturn void become(const struct socket_choice *choice, int end, int said)
{
	const char *words[WORDS_MOST];

	make_words(choice, words);
	end = fcntl(end, F_DUPFD_CLOEXEC, 3);
	said = fcntl(said, F_DUPFD_CLOEXEC, 3);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(end, STDIN_FILENO) >= 0 && dup2(end, STDOUT_FILENO) >= 0 &&
	    dup2(said, STDERR_FILENO) >= 0)
		execvp(words[0], (char *const *)words);
	dprintf(STDERR_FILENO, "%s: %s\n", words[0], strerror(errno));
	_exit(127);
}

static int start(const struct socket_choice *choice, struct wire *wire, int said)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	drop(fd_close) int here = ends[0], there = ends[1];
	if (fcntl(here, F_SETFL, O_NONBLOCK) < 0)
		return -errno;
	pid_t child = fork();
	if (child == 0)
		become(choice, there, said);
	if (child < 0)
		return -errno;
	wire_close(wire);
	wire->fd = steal_fd(&here);
	wire->carrier = child;
	return 0;
}

/* Is it an answer to the greeting? */
static bool is_answer(const char *message)
{
	drop(json_decref) json_t *reply = json_loads(message, JSON_REJECT_DUPLICATES, NULL);

	return json_is_object(json_object_get(reply, "parameters")) &&
	       !json_object_get(reply, "error");
}

static int greet(struct wire *wire, int64_t deadline)
{
	const char *message;
	int r = wire_send(wire, GREETING, sizeof(GREETING), deadline);

	r = r ? r : wire_receive(wire, deadline, &message);
	return r ? r : is_answer(message) ? 0 : BRIDGE_NOISE;
}

int bridge_open(const struct socket_choice *choice, struct wire *wire, int64_t deadline, int *said)
{
	int r;

	*said = memfd_create("said", MFD_CLOEXEC);
	r = *said < 0 ? -errno : start(choice, wire, *said);
	r = r ? r : greet(wire, deadline);
	if (r)
		wire_close(wire);
	return r;
}

/* The last lines of it, a reason each. True: there was something. */
static bool explain_said(const struct session *session, int said)
{
	char text[SAID_MOST + 1];
	off_t size = said < 0 ? 0 : lseek(said, 0, SEEK_END);
	ssize_t taken =
		size > 0 ? pread(said, text, SAID_MOST, size > SAID_MOST ? size - SAID_MOST : 0)
			 : 0;
	char *rest = NULL;
	bool any = false;

	text[taken > 0 ? taken : 0] = '\0';
	for (char *line = strtok_r(text, "\r\n", &rest); line;
	     line = strtok_r(NULL, "\r\n", &rest)) {
		say_reason(session, "%s", line);
		any = true;
	}
	return any;
}

static void say_waiting(const struct session *session, const struct socket_choice *choice)
{
	size_t count = choice->spool ? outbox_count(choice->spool) : 0;

	if (count)
		say_reason(session, "%zu kept here for it, until it is reached", count);
}

void bridge_explain(const struct session *session, const struct socket_choice *choice, int answer,
		    int said)
{
	drop(free) char *host = typed_word(choice->host);

	say_error(session, "incidentd on %s cannot be reached", choice->host);
	bool any = explain_said(session, said);
	if (answer < 0)
		say_reason(session, "%s: %s", program(), strerror(-answer));
	else if (answer == BRIDGE_LATE)
		say_reason(session, "it did not answer in %d s", CLIENT_ANSWER / 1000);
	else if (answer == BRIDGE_NOISE)
		say_reason(session,
			   "something else than incident speaks there; a shell that greets?");
	else if (!any)
		say_reason(session, "%s ended without a word", program());
	say_waiting(session, choice);
	say_try(session, "ssh %s incident version", host ? host : "HOST");
}
