/* SPDX-License-Identifier: MIT */
#include "daemon/journal.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/drop.h"

/*
 * A datagram an event, to a path and not to a connection: a journal that was restarted is found again. The
 * first that is not taken ends it for this commit, as those after it would not be taken either.
 */
enum { datagram_size = 512 };

void journal_open(struct journal *journal, const char *path)
{
	*journal = (struct journal){ .fd = -1, .address = { .sun_family = AF_UNIX } };
	if (strlen(path) >= sizeof(journal->address.sun_path))
		return;
	strcpy(journal->address.sun_path, path);
	journal->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

void journal_add(struct journal *journal, const struct id *incident, const struct id *event,
		 enum kind kind)
{
	if (journal->fd >= 0 && journal->count < JOURNAL_MOST)
		journal->events[journal->count++] =
			(struct journal_event){ *incident, *event, kind };
}

void journal_forget(struct journal *journal)
{
	journal->count = 0;
}

/* journalctl shows MESSAGE; what it is asked for is in fields of their own. */
static size_t compose(const struct journal_event *event, char datagram[datagram_size])
{
	bool filed = !id_is_null(&event->incident);
	char incident[ID_TEXT_SIZE], id[ID_TEXT_SIZE], ref[ID_TAIL_SIZE], handle[ID_TAIL_SIZE];
	int size = snprintf(datagram, datagram_size,
			    "MESSAGE=%s %s recorded%s%s\nPRIORITY=6\nSYSLOG_IDENTIFIER=incidentd\n"
			    "%s%s%sINCIDENT_EVENT=%s\nINCIDENT_KIND=%s\n",
			    kinds[event->kind].name, id_tail(&event->event, ID_TAIL_SHORT, handle),
			    filed ? " in " : ", unfiled",
			    filed ? id_tail(&event->incident, ID_TAIL_SHORT, ref) : "",
			    filed ? "INCIDENT_ID=" : "",
			    filed ? id_format(&event->incident, incident) : "", filed ? "\n" : "",
			    id_format(&event->event, id), kinds[event->kind].name);

	return size < 0 ? 0 : (size_t)size;
}

static bool send_event(const struct journal *journal, const struct journal_event *event)
{
	char datagram[datagram_size];
	size_t size = compose(event, datagram);

	return sendto(journal->fd, datagram, size, MSG_NOSIGNAL | MSG_DONTWAIT,
		      (const struct sockaddr *)&journal->address, sizeof(journal->address)) >= 0;
}

void journal_tell(struct journal *journal)
{
	for (size_t i = 0; i < journal->count; i++)
		if (!send_event(journal, &journal->events[i]))
			break;
	journal->count = 0;
}

void journal_close(struct journal *journal)
{
	if (journal->fd >= 0)
		close(steal_fd(&journal->fd));
}
