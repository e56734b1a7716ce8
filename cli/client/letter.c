/* SPDX-License-Identifier: MIT */
/* The file goes only when its entries are on the disk of the other host, and is set aside only when they never will be. */
#include "cli/client/letter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "include/limits.h"
#include "lib/aside.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/spooled.h"
#include "lib/stamp.h"

static int read_all(int fd, struct buffer *content)
{
	char part[16384];
	ssize_t size = 0;

	while (content->size <= LIMIT_MESSAGE && (size = read(fd, part, sizeof(part))) > 0)
		buffer_add(content, part, (size_t)size);
	if (size < 0)
		return -errno;
	return content->failed ? -ENOMEM : 0;
}

/* LETTER_BAD: *why it is none. A FIFO is not waited for, and a link not followed. */
static int read_file(int directory, const char *name, struct buffer *content, const char **why)
{
	drop(fd_close) int fd =
		openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int error = errno;
	struct stat st;

	if (fd < 0 && error != ELOOP && error != ENXIO)
		return -error;
	*why = fd < 0 && error == ELOOP ? "it is a link" : "it is no regular file";
	if (fd < 0)
		return LETTER_BAD;
	if (fstat(fd, &st) < 0)
		return -errno;
	return S_ISREG(st.st_mode) ? read_all(fd, content) : LETTER_BAD;
}

static int make_request(struct letter *letter)
{
	char made_at[STAMP_SIZE];
	drop(json_decref) json_t *request = json_pack(
		"{s:s, s:{s:O, s:s}}", "method", "io.incidentd.Recorder.Record", "parameters",
		"drafts", letter->drafts, "made_at", stamp_format(letter->made_at, made_at));

	free(letter->request);
	letter->request = request ? json_dumps(request, JSON_COMPACT) : NULL;
	letter->state = LETTER_WAITING;
	return letter->request ? 0 : -ENOMEM;
}

static enum letter_state keep(struct letter *letter, const char *why)
{
	snprintf(letter->why, sizeof(letter->why), "%s", why);
	return letter->state = LETTER_KEPT;
}

/* The reason lies beside it, as in a spool. 0; -errno: it is kept, to be sent again and refused again. */
static int set_aside(struct letter *letter, int directory, const char *why)
{
	int r = aside_move(directory, letter->name, letter->aside);

	keep(letter, why);
	if (r < 0 && r != -ENOENT)
		return r;
	letter->state = LETTER_REFUSED;
	if (r == 0)
		aside_explain(directory, letter->aside, why, 0600);
	return 0;
}

int letter_read(struct letter *letter, int directory, const char *name)
{
	drop(buffer_free) struct buffer content = { 0 };
	const char *why;
	int r;

	*letter = (struct letter){ .state = LETTER_WAITING };
	snprintf(letter->name, sizeof(letter->name), "%s", name);
	r = read_file(directory, name, &content, &why);
	if (r == 0) {
		why = "it holds no drafts";
		r = spooled_read(content.data, content.size, &letter->drafts, &letter->made_at);
	}
	if (r < 0)
		return r;
	if (r) {
		r = set_aside(letter, directory, why);
		return r < 0 ? r : LETTER_BAD;
	}
	letter->size = json_array_size(letter->drafts);
	return make_request(letter);
}

/* It is there, and will be sent again, which makes it no second one; but somebody has to know. */
static enum letter_state keep_sent(struct letter *letter, const char *why)
{
	snprintf(letter->why, sizeof(letter->why), "delivered, but not removed: %.90s", why);
	return letter->state = LETTER_KEPT;
}

static enum letter_state make_notes(struct letter *letter)
{
	json_t *notes = spooled_as_notes(letter->drafts);

	if (!notes)
		return keep(letter, strerror(ENOMEM));
	json_decref(letter->drafts);
	letter->drafts = notes;
	letter->as_notes = true;
	return make_request(letter) ? keep(letter, strerror(ENOMEM)) : letter->state;
}

/* It will be wrong the next time, too. Another parameter is one that an older recorder does not know. */
static bool is_final(const char *error, const json_t *reply)
{
	const char *parameter = "";

	json_unpack((json_t *)reply, "{s:{s:s}}", "parameters", "parameter", &parameter);
	return strcmp(error, "TooLarge") == 0 ||
	       (strcmp(error, "InvalidParameter") == 0 && strncmp(parameter, "drafts", 6) == 0);
}

static enum letter_state settle_error(struct letter *letter, int directory, const char *error,
				      const json_t *reply)
{
	bool notes = spooled_fate(error) == SPOOLED_NOTES;

	if (notes && !letter->as_notes)
		return make_notes(letter);
	if (!notes && !is_final(error, reply))
		return keep(letter, error);
	set_aside(letter, directory, error);
	return letter->state;
}

enum letter_state letter_settle(struct letter *letter, int directory, const char *reply)
{
	drop(json_decref) json_t *object = json_loads(reply, JSON_REJECT_DUPLICATES, NULL);
	const char *error = json_string_value(json_object_get(object, "error"));
	const char *dot = error ? strrchr(error, '.') : NULL;

	if (error)
		return settle_error(letter, directory, dot ? dot + 1 : error, object);
	if (!json_is_array(json_object_get(json_object_get(object, "parameters"), "receipts")))
		return keep(letter, "the answer has no receipts");
	if (unlinkat(directory, letter->name, 0) < 0 && errno != ENOENT)
		return keep_sent(letter, strerror(errno));
	return letter->state = LETTER_DELIVERED;
}

void letter_free(struct letter *letter)
{
	json_decref(letter->drafts);
	free(letter->request);
	letter->drafts = NULL;
	letter->request = NULL;
}
