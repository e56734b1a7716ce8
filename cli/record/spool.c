/* SPDX-License-Identifier: MIT */
/*
 * A disk that hangs hangs whoever writes to it, and no signal ends that. So a child writes, detached
 * from the terminal, and says how it went; past the deadline it is left to go on alone, and what it
 * writes then is recorded once, like everything in the spool.
 */
#include "cli/record/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/client/socket.h"
#include "cli/record/receipt.h"
#include "cli/say.h"
#include "lib/drop.h"
#include "lib/fd.h"
#include "lib/id.h"
#include "lib/place.h"
#include "lib/stamp.h"

struct spooling {
	const char *directory, *name;
	char *content;
};

/* Readable for the group of the directory, which is the recorder's, whatever the umask is. */
static int fill(int fd, const char *content)
{
	int r = fchmod(fd, 0640) < 0 ? -errno : fd_write(fd, content, strlen(content));

	return r < 0 ? r : fsync(fd) < 0 ? -errno : 0;
}

static int write_named(const struct spooling *spooling, int directory, const char *hidden)
{
	drop(fd_close) int fd = openat(directory, hidden,
				       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int r = fd < 0 ? -errno : fill(fd, spooling->content);

	if (r == 0 && renameat(directory, hidden, directory, spooling->name) < 0)
		r = -errno;
	if (r < 0 && fd >= 0)
		unlinkat(directory, hidden, 0);
	if (r == 0 && fsync(directory) < 0)
		r = -errno;
	return r < 0 ? r : fd_kept(fd);
}

static int write_file(const struct spooling *spooling)
{
	drop(fd_close) int directory =
		open(spooling->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char hidden[NAME_MAX + 1];

	if (directory < 0)
		return -errno;
	snprintf(hidden, sizeof(hidden), ".%s", spooling->name);
	return write_named(spooling, directory, hidden);
}

/* Closing the terminal is no reason to stop, and a pipe that reads our answer is not kept open. */
static void detach(void)
{
	int null = open("/dev/null", O_RDWR);

	setsid();
	signal(SIGHUP, SIG_IGN);
	for (int fd = 0; null >= 0 && fd <= 2; fd++)
		dup2(null, fd);
}

static _Noreturn void run_child(const struct spooling *spooling, int pipe)
{
	int result;

	detach();
	result = write_file(spooling);
	_exit(write(pipe, &result, sizeof(result)) == sizeof(result) ? 0 : 1);
}

static int wait_for(int pipe)
{
	struct pollfd ready = { .fd = pipe, .events = POLLIN };
	int r, result;

	do
		r = poll(&ready, 1, SPOOL_WAIT);
	while (r < 0 && errno == EINTR);
	if (r <= 0)
		return SPOOL_LATE;
	return read(pipe, &result, sizeof(result)) == sizeof(result) ? result : -EIO;
}

static int write_by_child(const struct spooling *spooling)
{
	int ends[2], result;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	child = fork();
	if (child == 0)
		run_child(spooling, ends[1]);
	close(ends[1]);
	result = child < 0 ? -errno : wait_for(ends[0]);
	close(ends[0]);
	if (child > 0 && result != SPOOL_LATE)
		waitpid(child, NULL, 0);
	return result;
}

static const char *id_of(const json_t *drafts)
{
	const char *id = json_string_value(json_object_get(json_array_get(drafts, 0), "id"));

	return id ? id : "";
}

int spool_put(struct session *session, const json_t *drafts)
{
	drop(socket_free) struct socket_choice choice = { 0 };
	drop(free) char *content = spooled_write(drafts, session->now);
	char name[ID_TEXT_SIZE + sizeof(SPOOLED_END)];
	int r = socket_choose(session, &choice);

	if (r < 0 || !choice.spool)
		return SPOOL_NONE;
	if (!content)
		return -EILSEQ;
	/* This host's was made with its rights; it is not ours to make. */
	if (choice.owner != SOCKET_HOST && choice.owner != SOCKET_LOG &&
	    (r = place_make(choice.spool)) < 0)
		return r;
	snprintf(name, sizeof(name), "%s" SPOOLED_END, id_of(drafts));
	return write_by_child(&(struct spooling){ choice.spool, name, content });
}

/* As a receipt would have it, as far as it is known: the rest is decided when it is taken in. */
static json_t *receipt_of(const struct session *session, const json_t *draft)
{
	char handle[ID_TAIL_SIZE], at[STAMP_SIZE];
	struct id id;

	if (id_parse(json_string_value(json_object_get(draft, "id")), &id) != 0)
		return NULL;
	return json_pack("{s:s, s:b, s:s*, s:O, s:s}", "handle",
			 id_tail(&id, ID_TAIL_SHORT, handle), "spooled", 1, "host", session->host,
			 "draft", draft, "made_at", stamp_format(session->now, at));
}

void spool_print(struct session *session, const struct command *command, const json_t *drafts,
		 bool busy)
{
	size_t i;
	json_t *draft;

	json_array_foreach ((json_t *)drafts, i, draft) {
		drop(json_decref) json_t *receipt = receipt_of(session, draft);

		receipt_print_spooled(session, command, receipt);
	}
	screen_flush(&session->out);
	if (session->host)
		say_warning(session, "kept here for %s: delivered when incident next reaches it",
			    session->host);
	else
		say_hint(session, "incidentd %s: it is on disk, and is filed when it %s",
			 busy ? "is busy" : "does not answer", busy ? "has time" : "is back");
}
