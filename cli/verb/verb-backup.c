/* SPDX-License-Identifier: MIT */
/*
 * The recorder's sandbox has no path of ours, so the copy comes in chunks and is written here: to a
 * file beside the target, which takes its name only when it is whole and on disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/base64.h"
#include "lib/drop.h"
#include "lib/fd.h"
#include "lib/place.h"

struct backup {
	struct session *session;
	const char *target;
	char *partial; /* the name it has until it is whole */
	int fd;
	int64_t size;
	bool whole;
	int error;
};

static bool on_chunk(void *owner, const json_t *reply)
{
	struct backup *backup = owner;
	const char *encoded = "";
	json_int_t done = 0, total = -1;

	json_unpack((json_t *)reply, "{s?s, s:I, s:I}", "chunk", &encoded, "done", &done, "total",
		    &total);
	drop(free) char *chunk = strdup(encoded);
	ssize_t size = chunk ? base64_decode(chunk) : -1;
	if (size < 0) {
		backup->error = -EBADMSG;
		return false;
	}
	backup->size += size;
	backup->whole = done == total;
	backup->error = fd_write(backup->fd, chunk, (size_t)size);
	return !backup->error;
}

/* A name is not on disk before its directory is. */
static int sync_directory(const char *path)
{
	drop(free) char *directory = place_directory(path);
	drop(fd_close) int fd =
		directory ? open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* Never over a file that is there. */
static int give_name(const struct backup *backup)
{
	if (fsync(backup->fd) < 0 || fchmod(backup->fd, 0600) < 0)
		return -errno;
	if (renameat2(AT_FDCWD, backup->partial, AT_FDCWD, backup->target, RENAME_NOREPLACE) < 0) {
		if (errno != EINVAL || link(backup->partial, backup->target) < 0)
			return -errno;
		unlink(backup->partial);
	}
	return sync_directory(backup->target);
}

static int fetch(struct backup *backup)
{
	struct session *session = backup->session;
	enum client_answer answer =
		client_stream(session, "Backup", NULL, CLIENT_LONG, on_chunk, backup);

	if (answer == CLIENT_OK && !backup->whole)
		backup->error = -EBADMSG;
	if (answer && answer != CLIENT_STOPPED)
		return client_explain(session, answer);
	if (!backup->error)
		backup->error = give_name(backup);
	if (!backup->error)
		return EXIT_OK;
	say_error(session, "no backup was made");
	say_reason(session, "%s: %s", backup->target, strerror(-backup->error));
	return backup->error == -EEXIST ? EXIT_CONFLICT : EXIT_FAILED;
}

static void print_done(const struct backup *backup)
{
	struct session *session = backup->session;

	if (session->silent)
		return;
	if (session_wants(session, "json")) {
		drop(json_decref) json_t *done = json_pack("{s:s, s:I}", "file", backup->target,
							   "bytes", (json_int_t)backup->size);

		json_dumpf(done, session->out.stream, JSON_COMPACT);
		fputc('\n', session->out.stream);
		return;
	}
	screen_text(&session->out, PAINT_PLAIN, backup->target, 0);
	if (!session->quiet)
		fprintf(session->out.stream, "  %lld bytes", (long long)backup->size);
	fputc('\n', session->out.stream);
}

static int open_partial(struct backup *backup)
{
	struct session *session = backup->session;

	if (access(backup->target, F_OK) == 0) {
		say_error(session, "%s is there already", backup->target);
		return EXIT_CONFLICT;
	}
	if (asprintf(&backup->partial, "%s.XXXXXX", backup->target) < 0) {
		backup->partial = NULL;
		return EXIT_FAILED;
	}
	backup->fd = mkostemp(backup->partial, O_CLOEXEC);
	if (backup->fd >= 0)
		return EXIT_OK;
	say_error(session, "%s: %s", backup->target, strerror(errno));
	return EXIT_FAILED;
}

static int make_backup(struct backup *backup)
{
	int code = fetch(backup);

	if (code)
		unlink(backup->partial);
	else
		print_done(backup);
	close(backup->fd);
	return code;
}

/* Half of a copy in a pipe would look whole. */
static int refuse_stdout(struct session *session)
{
	say_usage(session, "a backup goes to a file, not to standard output");
	say_try(session, "incident backup ./-   (for a file of that name)");
	return EXIT_USAGE;
}

int verb_backup(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	struct backup backup = { .session = session, .fd = -1 };

	(void)command;
	if (arguments->count != 1)
		return say_usage(session, "incident backup FILE");
	backup.target = arguments->words[0];
	if (strcmp(backup.target, "-") == 0)
		return refuse_stdout(session);
	int code = open_partial(&backup);
	code = code ? code : make_backup(&backup);
	free(backup.partial);
	return code;
}
