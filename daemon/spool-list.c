/* SPDX-License-Identifier: MIT */
/* To slice it, a window is sorted twice: by owner, to count each one's, and then by slice. */
#include "daemon/spool-list.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/drop.h"
#include "lib/log.h"
#include "lib/spooled.h"

enum {
	window_most = 4096,
	slice_size = 32,
	part_size = 64, /* entries */
};

struct spool_name {
	uid_t owner;
	size_t slice;
	char name[NAME_MAX + 1];
};

static int compare_owners(const void *left, const void *right)
{
	const struct spool_name *a = left, *b = right;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int compare_slices(const void *left, const void *right)
{
	const struct spool_name *a = left, *b = right;

	if (a->slice != b->slice)
		return a->slice < b->slice ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void make_slices(struct spool_list *list)
{
	struct spool_name *names = list->names;
	size_t before = 0; /* of the same owner */

	qsort(names, list->count, sizeof(*names), compare_owners);
	for (size_t i = 0; i < list->count; i++) {
		before = i > 0 && names[i].owner == names[i - 1].owner ? before + 1 : 0;
		names[i].slice = before / slice_size;
	}
	qsort(names, list->count, sizeof(*names), compare_slices);
	list->ready = true;
}

/* What is gone meanwhile is nobody's. */
static void add(struct spool_list *list, const char *name)
{
	struct spool_name *added = &list->names[list->count];
	struct stat st;

	list->seen.aside += spooled_is_bad(name);
	if (!spooled_is_name(name) ||
	    fstatat(dirfd(list->stream), name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	added->owner = st.st_uid;
	snprintf(added->name, sizeof(added->name), "%s", name);
	list->seen.waiting++;
	list->count++;
}

static int begin_pass(struct spool_list *list, const char *directory)
{
	list->stream = opendir(directory);
	list->seen = (struct spool_count){ 0 };
	return list->stream ? 0 : fail(-errno, "spool %s", directory);
}

static int begin_window(struct spool_list *list, const char *directory)
{
	int r = list->stream ? 0 : begin_pass(list, directory);

	if (r < 0)
		return r;
	list->names = calloc(window_most, sizeof(*list->names));
	if (list->names)
		return 0;
	spool_list_drop(list);
	return fail(-ENOMEM, "spool");
}

static void end_stream(struct spool_list *list)
{
	closedir(steal(&list->stream));
	make_slices(list);
}

static void drop_names(struct spool_list *list)
{
	free(steal(&list->names));
	list->count = list->next = 0;
	list->ready = false;
}

int spool_list_read(struct spool_list *list, const char *directory)
{
	int r;

	if (list->ready && list->next == list->count)
		drop_names(list);
	r = list->names ? 0 : begin_window(list, directory);
	for (int i = 0; r == 0 && !list->ready && i < part_size; i++) {
		struct dirent *entry = readdir(list->stream);

		if (entry)
			add(list, entry->d_name);
		else
			end_stream(list);
		if (list->count == window_most && !list->ready)
			make_slices(list);
	}
	return r == 0 && !list->ready ? SPOOL_MORE : r;
}

const char *spool_list_next(struct spool_list *list)
{
	if (list->next < list->count)
		return list->names[list->next++].name;
	drop_names(list);
	return NULL;
}

bool spool_list_is_over(const struct spool_list *list)
{
	return !list->stream && list->next == list->count;
}

void spool_list_drop(struct spool_list *list)
{
	drop_names(list);
	if (list->stream)
		closedir(steal(&list->stream));
}
