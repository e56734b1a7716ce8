/* SPDX-License-Identifier: MIT */
/*
 * A timer bounds all of it, whatever hangs: a recorder, a home on a file server. What is known by then
 * has been written; what is being asked for is not waited for.
 */
#include "cli/complete/complete.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>

#include "cli/client/client.h"
#include "cli/complete/source.h"
#include "lib/drop.h"

static void on_alarm(int signal)
{
	(void)signal;
	_exit(EXIT_OK);
}

/* 0: no longer. */
static void bound(int milliseconds)
{
	const struct itimerval timer = { .it_value.tv_usec = milliseconds * 1000 };

	signal(SIGALRM, on_alarm);
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Nobody reads what goes wrong here, and it would stand in the line that is being typed. */
static bool be_silent(void)
{
	return freopen("/dev/null", "we", stderr) && setenv("INCIDENT_NO_AUTOSTART", "1", 1) == 0;
}

static void give_static(struct session *session, const struct slot *slot,
			const struct option_list *known, struct offer *offer)
{
	bool begun = *slot->typed == '-';

	source_give(session, slot, offer, false);
	if (slot->options && (begun || (!*slot->typed && !source_is_known(slot))))
		source_give_options(slot, known, offer, begun);
	offer_print(offer, session->out.stream);
	fflush(session->out.stream);
}

static void give_live(struct session *session, const struct slot *slot, struct offer *offer)
{
	if (!source_is_live(slot) || !client_is_awake(session))
		return;
	source_give(session, slot, offer, true);
	bound(0);
	offer_print(offer, session->out.stream);
}

/* `words` is what was read of the words before the cursor, the word at the cursor last. */
static void give(struct session *session, char **before, const char *word, const char **words)
{
	struct arguments arguments = { .words = words };
	struct option_list known;
	struct slot slot;

	slot_find(&slot, before, word, &arguments, &known);
	session_open(session, slot.command, &arguments);
	drop(offer_free) struct offer offer = {
		.word = word,
		.typed = slot.typed,
		.utf8 = session->out.utf8,
	};
	give_static(session, &slot, &known, &offer);
	give_live(session, &slot, &offer);
}

/* A word that goes on in another line is a text, of which nothing is known. */
static bool is_line(const char *word)
{
	return !strpbrk(word, "\t\n\r");
}

int complete_run(struct session *session)
{
	char **typed = session->typed + 1;
	size_t count = 0;

	bound(COMPLETE_BOUND);
	typed += *typed && strcmp(*typed, "--") == 0;
	while (typed[count])
		count++;
	drop(free) const char **words = calloc(count + 1, sizeof(*words));
	if (!count || !words || !be_silent() || !is_line(typed[count - 1]))
		return EXIT_OK;
	const char *word = steal(&typed[count - 1]);
	give(session, typed, word, words);
	return EXIT_OK;
}
