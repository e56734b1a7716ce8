/* SPDX-License-Identifier: MIT */
#include "daemon/name.h"

#include <errno.h>
#include <pthread.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/drop.h"

/*
 * A table of uids, kept by whoever asks, and a thread that answers for the ones the passwd file does
 * not have. Nobody waits for that thread, not even the end: if it hangs in a lookup when names are
 * closed, it is left behind and frees what it holds, should it ever come back.
 */
enum { buckets = 256, line_size = 4096, seconds_known = 600, seconds_unknown = 60 };

/* Texts are handed out for good, so an old one is kept. */
struct spelling {
	struct spelling *before;
	char text[];
};

struct person {
	struct person *next;  /* in its bucket */
	struct person *queue; /* of those to be asked for */
	int64_t uid;
	struct spelling *name; /* the newest; NULL: not known */
	time_t stale;          /* ask again from then on */
	bool asked;            /* in the queue, or with the thread */
};

struct names {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	struct person *bucket[buckets];
	struct person *first, **last; /* the queue */
	bool closing, looking;
};

static time_t seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec;
}

char *names_local(int64_t uid)
{
	drop(file_close) FILE *file = fopen("/etc/passwd", "re");
	struct passwd entry, *found;
	char line[line_size];

	while (file && fgetpwent_r(file, &entry, line, sizeof(line), &found) == 0) {
		if (found->pw_uid == uid)
			return strdup(found->pw_name);
	}
	return NULL;
}

/* May take for ever. */
static char *ask(int64_t uid)
{
	struct passwd entry, *found = NULL;
	char line[line_size];

	if (getpwuid_r((uid_t)uid, &entry, line, sizeof(line), &found) != 0 || !found)
		return NULL;
	return strdup(found->pw_name);
}

static struct spelling *spell(const char *name, struct spelling *before)
{
	struct spelling *spelling = malloc(sizeof(*spelling) + strlen(name) + 1);

	if (!spelling)
		return before;
	spelling->before = before;
	strcpy(spelling->text, name);
	return spelling;
}

/* A name that cannot be had any more (the directory is down) is not forgotten. */
static void learn(struct person *person, const char *name)
{
	if (name && (!person->name || strcmp(name, person->name->text) != 0))
		person->name = spell(name, person->name);
	person->stale = seconds_now() + (name ? seconds_known : seconds_unknown);
}

static void enqueue(struct names *names, struct person *person)
{
	person->asked = true;
	person->queue = NULL;
	*names->last = person;
	names->last = &person->queue;
	pthread_cond_signal(&names->wake);
}

static struct person *dequeue(struct names *names)
{
	struct person *person = names->first;

	names->first = person->queue;
	if (!names->first)
		names->last = &names->first;
	return person;
}

/* Called and left with the lock held; without it while it asks. */
static void look_up(struct names *names)
{
	struct person *person = dequeue(names);
	drop(free) char *name = NULL;

	names->looking = true;
	pthread_mutex_unlock(&names->lock);
	name = ask(person->uid);
	pthread_mutex_lock(&names->lock);
	names->looking = false;
	person->asked = false;
	learn(person, name);
}

static void free_person(struct person *person)
{
	for (struct spelling *name = person->name, *before; name; name = before) {
		before = name->before;
		free(name);
	}
	free(person);
}

static void free_names(struct names *names)
{
	for (size_t i = 0; i < buckets; i++) {
		for (struct person *person = names->bucket[i], *next; person; person = next) {
			next = person->next;
			free_person(person);
		}
	}
	pthread_cond_destroy(&names->wake);
	pthread_mutex_destroy(&names->lock);
	free(names);
}

static void *run(void *argument)
{
	struct names *names = argument;
	bool left_behind = false;

	pthread_mutex_lock(&names->lock);
	while (!names->closing) {
		if (!names->first) {
			pthread_cond_wait(&names->wake, &names->lock);
			continue;
		}
		look_up(names);
		left_behind = names->closing;
	}
	pthread_mutex_unlock(&names->lock);
	if (left_behind)
		free_names(names);
	return NULL;
}

int names_open(struct names **out)
{
	struct names *names = calloc(1, sizeof(*names));
	int r;

	if (!names)
		return -ENOMEM;
	names->last = &names->first;
	pthread_mutex_init(&names->lock, NULL);
	pthread_cond_init(&names->wake, NULL);
	r = pthread_create(&names->thread, NULL, run, names);
	if (r) {
		free_names(names);
		return -r;
	}
	*out = names;
	return 0;
}

void names_close(struct names *names)
{
	pthread_t thread;
	bool looking;

	if (!names)
		return;
	thread = names->thread;
	pthread_mutex_lock(&names->lock);
	names->closing = true;
	looking = names->looking;
	pthread_cond_signal(&names->wake);
	pthread_mutex_unlock(&names->lock);
	if (looking) {
		pthread_detach(thread);
		return;
	}
	pthread_join(thread, NULL);
	free_names(names);
}

/* Stale from the beginning: the first who asks has it looked up. */
static struct person *find(struct names *names, int64_t uid)
{
	struct person **bucket = &names->bucket[(uint64_t)uid % buckets];
	struct person *person = *bucket;

	while (person && person->uid != uid)
		person = person->next;
	if (person || !(person = calloc(1, sizeof(*person))))
		return person;
	person->uid = uid;
	person->next = *bucket;
	*bucket = person;
	return person;
}

static void refresh(struct names *names, struct person *person)
{
	drop(free) char *name = NULL;

	if (person->asked || seconds_now() < person->stale)
		return;
	name = names_local(person->uid);
	if (name)
		learn(person, name);
	else
		enqueue(names, person);
}

const char *names_get(struct names *names, int64_t uid)
{
	const char *name = NULL;
	struct person *person;

	if (uid < 0)
		return NULL;
	pthread_mutex_lock(&names->lock);
	person = find(names, uid);
	if (person) {
		refresh(names, person);
		name = person->name ? person->name->text : NULL;
	}
	pthread_mutex_unlock(&names->lock);
	return name;
}
