/* SPDX-License-Identifier: MIT */
/*
 * Some files at a time: all of them are sent, then their answers are heard, so that a slow line costs its delay
 * once. What names something that is not there is sent once more, as notes that say so. One delivers, under a lock
 * that goes with its process.
 */
#include "cli/client/outbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "cli/client/letter.h"
#include "cli/say.h"
#include "lib/drop.h"
#include "lib/spooled.h"

#define PORTION_COUNT 32
#define PORTION_BYTES \
	65536         /* or one file: what is sent before an answer is heard must fit on the way */
#define BYTES_A_MS 32 /* the slowest line that a large file is given time for */
#define LOCK_AGAIN 20 /* milliseconds between two looks at a lock that is taken */

struct outbox {
	const struct session *session;
	const struct socket_choice *choice;
	struct wire *wire;
	int directory;
	struct letter letters[PORTION_COUNT];
	size_t count, bytes;
	size_t delivered, as_notes, kept;
	char why[128]; /* of the last one that was kept */
};

static int is_waiting(const struct dirent *entry)
{
	return spooled_is_name(entry->d_name);
}

struct names {
	struct dirent **list;
	int count; /* or -1 */
};

static void names_freep(struct names *names)
{
	for (int i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
}

/* In the order of their making. */
static struct names list(const char *directory)
{
	struct names names = { .list = NULL };

	names.count = scandir(directory, &names.list, is_waiting, alphasort);
	return names;
}

size_t outbox_count(const char *directory)
{
	drop(names_free) struct names names = list(directory);

	return names.count > 0 ? (size_t)names.count : 0;
}

static void forget(struct outbox *outbox)
{
	for (size_t i = 0; i < outbox->count; i++)
		letter_free(&outbox->letters[i]);
	outbox->count = outbox->bytes = 0;
}

static void say_refused(const struct outbox *outbox, const struct letter *letter)
{
	say_warning(outbox->session, "%s did not take what was kept for it: %s",
		    outbox->choice->host, letter->why);
	say_warning(outbox->session, "it is set aside: %s/%s", outbox->choice->spool,
		    letter->aside);
}

static void settle(struct outbox *outbox, struct letter *letter, const char *message)
{
	switch (letter_settle(letter, outbox->directory, message)) {
	case LETTER_DELIVERED:
		outbox->delivered += letter->size;
		outbox->as_notes += letter->as_notes ? letter->size : 0;
		break;
	case LETTER_KEPT:
		outbox->kept += letter->size;
		snprintf(outbox->why, sizeof(outbox->why), "%s", letter->why);
		break;
	case LETTER_REFUSED:
		say_refused(outbox, letter);
		break;
	case LETTER_SENT:
	case LETTER_WAITING:
		break;
	}
}

static int send_all(struct outbox *outbox, int64_t deadline)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < outbox->count; i++) {
		struct letter *letter = &outbox->letters[i];

		if (letter->state != LETTER_WAITING)
			continue;
		r = wire_send(outbox->wire, letter->request, strlen(letter->request) + 1, deadline);
		letter->state = LETTER_SENT;
	}
	return r;
}

static int hear_all(struct outbox *outbox, int64_t deadline)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < outbox->count; i++) {
		const char *message;

		if (outbox->letters[i].state != LETTER_SENT)
			continue;
		r = wire_receive(outbox->wire, deadline, &message);
		if (r == 0)
			settle(outbox, &outbox->letters[i], message);
	}
	return r;
}

/* As they are, then those that are to be notes. */
static int deliver_portion(struct outbox *outbox)
{
	int r = 0;

	for (int pass = 0; r == 0 && pass < 2; pass++) {
		int64_t deadline =
			wire_deadline(CLIENT_ANSWER + (int64_t)(outbox->bytes / BYTES_A_MS));

		r = send_all(outbox, deadline);
		r = r ? r : hear_all(outbox, deadline);
	}
	forget(outbox);
	return r;
}

static bool is_full(const struct outbox *outbox)
{
	return outbox->count == PORTION_COUNT || outbox->bytes > PORTION_BYTES;
}

/* What another run took meanwhile is no matter. */
static void add(struct outbox *outbox, const char *name)
{
	struct letter *letter = &outbox->letters[outbox->count];
	int r = letter_read(letter, outbox->directory, name);

	if (r == 0) {
		outbox->count++;
		outbox->bytes += strlen(letter->request);
	} else if (r == LETTER_BAD) {
		say_refused(outbox, letter);
	} else if (r != -ENOENT) {
		outbox->kept++;
		snprintf(outbox->why, sizeof(outbox->why), "%s", strerror(-r));
	}
}

static int deliver_all(struct outbox *outbox)
{
	drop(names_free) struct names names = list(outbox->choice->spool);
	int64_t deadline = wire_deadline(OUTBOX_WAIT);
	int r = 0;

	for (int i = 0; r == 0 && i < names.count; i++) {
		if (outbox->count == 0 && wire_deadline(0) >= deadline) {
			outbox->kept += (size_t)(names.count - i);
			snprintf(outbox->why, sizeof(outbox->why), "more the next time");
			break;
		}
		add(outbox, names.list[i]->d_name);
		if (is_full(outbox) || i + 1 == names.count)
			r = deliver_portion(outbox);
	}
	return r;
}

/* True: it is ours until the descriptor is closed. */
static bool lock(int file)
{
	int64_t deadline = wire_deadline(OUTBOX_WAIT);

	while (flock(file, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return errno == ENOLCK; /* there are no locks here: the ids suffice */
		if (wire_deadline(0) >= deadline)
			return false;
		poll(NULL, 0, LOCK_AGAIN);
	}
	return true;
}

static const char *entries(size_t count)
{
	return count == 1 ? "entry" : "entries";
}

static void say_outcome(const struct outbox *outbox)
{
	const char *host = outbox->choice->host;

	if (outbox->delivered)
		say_hint(outbox->session, "delivered to %s: %zu %s that %s kept here", host,
			 outbox->delivered, entries(outbox->delivered),
			 outbox->delivered == 1 ? "was" : "were");
	if (outbox->as_notes)
		say_hint(outbox->session, "%zu of them as a note, for what was named is not there",
			 outbox->as_notes);
	if (outbox->kept)
		say_warning(outbox->session, "%zu %s for %s %s still kept here: %s", outbox->kept,
			    entries(outbox->kept), host, outbox->kept == 1 ? "is" : "are",
			    outbox->why);
}

static int deliver(struct outbox *outbox)
{
	drop(fd_close) int file =
		openat(outbox->directory, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int r = 0;

	const char *why = file < 0 ? strerror(errno) : "another run delivers them";

	if (file >= 0 && lock(file)) {
		r = deliver_all(outbox);
	} else {
		outbox->kept = outbox_count(outbox->choice->spool);
		snprintf(outbox->why, sizeof(outbox->why), "%s", why);
	}
	say_outcome(outbox);
	forget(outbox);
	return r;
}

int outbox_deliver(const struct session *session, const struct socket_choice *choice,
		   struct wire *wire, int64_t *deadline)
{
	struct outbox outbox = { .session = session, .choice = choice, .wire = wire };
	int64_t begun = wire_deadline(0);
	int r;

	if (!choice->spool || outbox_count(choice->spool) == 0)
		return 0;
	drop(fd_close) int directory = open(choice->spool, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	outbox.directory = directory;
	r = deliver(&outbox);
	if (r)
		wire_close(wire);
	*deadline += wire_deadline(0) - begun;
	return r;
}
