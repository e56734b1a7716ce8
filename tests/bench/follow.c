/* SPDX-License-Identifier: MIT */
/*
 * Many who read along: each a connection with a Read that follows. Then so many notes, one after the other, each
 * as soon as the last follower has the one before; or none, and they read until standard input ends.
 *
 *	bench-follow SOCKET FOLLOWERS NOTES
 *
 * It says "ready" when all of them wait for news, and in the end {"seconds": median from sending a note until the last
 * has it, "least": entries of the follower that heard least}.
 */
#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "lib/id.h"

#define WAIT 60000 /* ms, for anything */

struct follower {
	int fd;
	unsigned heard;
};

struct crowd {
	struct follower *followers;
	unsigned count, heard; /* entries, of all */
	int epoll, writer;
};

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int open_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof(address.sun_path))
		errx(1, "%s: too long", path);
	strcpy(address.sun_path, path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		err(1, "%s", path);
	return fd;
}

static void put(int fd, const char *message)
{
	ssize_t size = (ssize_t)strlen(message) + 1;

	if (send(fd, message, (size_t)size, MSG_NOSIGNAL) != size)
		err(1, "send");
}

/* A note; returns its pos, as the receipt says. */
static long long note(int fd)
{
	static char bytes[1 << 16];
	char text[256], id[ID_TEXT_SIZE];
	size_t size = 0;
	struct id made;

	if (id_make(&made) < 0)
		errx(1, "no random bits");
	snprintf(text, sizeof(text),
		 "{\"method\":\"io.incidentd.Recorder.Record\",\"parameters\":{\"drafts\":["
		 "{\"id\":\"%s\",\"kind\":\"note\",\"text\":\"a word to all\"}]}}",
		 id_format(&made, id));
	put(fd, text);
	do {
		ssize_t more = recv(fd, bytes + size, sizeof(bytes) - size, 0);

		if (more <= 0)
			errx(1, "no receipt");
		size += (size_t)more;
	} while (bytes[size - 1] != '\0');
	const char *pos = strstr(bytes, "\"pos\":");
	if (!pos)
		errx(1, "refused: %s", bytes);
	return atoll(pos + strlen("\"pos\":"));
}

static void hear(struct crowd *crowd, struct follower *follower)
{
	static char bytes[1 << 18];
	ssize_t size = recv(follower->fd, bytes, sizeof(bytes), 0);

	if (size <= 0)
		errx(1, "the server has gone");
	for (ssize_t i = 0; i < size; i++)
		if (bytes[i] == '\0') {
			follower->heard++;
			crowd->heard++;
		}
}

/* Until all have heard so many, or something is on standard input. */
static bool listen_to(struct crowd *crowd, uint64_t heard)
{
	struct epoll_event events[256];

	while (crowd->heard < heard) {
		int count = epoll_wait(crowd->epoll, events, 256, heard == UINT64_MAX ? -1 : WAIT);

		if (count <= 0)
			errx(1, "no news for a minute");
		for (int i = 0; i < count; i++) {
			if (!events[i].data.ptr)
				return false;
			hear(crowd, events[i].data.ptr);
		}
	}
	return true;
}

static void watch(struct crowd *crowd, int fd, struct follower *follower)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = follower };

	if (epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		err(1, "epoll");
}

/* They begin behind the newest entry, and have each heard a note: so all are live. */
static void begin(struct crowd *crowd, const char *path)
{
	char text[160];

	snprintf(text, sizeof(text),
		 "{\"method\":\"io.incidentd.Recorder.Read\",\"more\":true,"
		 "\"parameters\":{\"after\":%lld,\"follow\":true}}",
		 note(crowd->writer));
	for (unsigned i = 0; i < crowd->count; i++) {
		crowd->followers[i].fd = open_socket(path);
		watch(crowd, crowd->followers[i].fd, &crowd->followers[i]);
		put(crowd->followers[i].fd, text);
	}
	note(crowd->writer);
	listen_to(crowd, crowd->count);
	puts("ready");
	fflush(stdout);
}

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* The median of the notes, in ns. */
static int64_t spread(struct crowd *crowd, unsigned notes)
{
	int64_t *taken = calloc(notes, sizeof(*taken)), median;

	if (!taken)
		err(1, "no room");
	for (unsigned i = 0; i < notes; i++) {
		int64_t start = now();

		note(crowd->writer);
		listen_to(crowd, (uint64_t)crowd->count * (i + 2));
		taken[i] = now() - start;
	}
	qsort(taken, notes, sizeof(*taken), compare);
	median = taken[notes / 2];
	free(taken);
	return median;
}

static unsigned least(const struct crowd *crowd)
{
	unsigned heard = UINT32_MAX;

	for (unsigned i = 0; i < crowd->count; i++)
		if (crowd->followers[i].heard < heard)
			heard = crowd->followers[i].heard;
	return heard;
}

int main(int argc, char **argv)
{
	struct crowd crowd = { .epoll = epoll_create1(EPOLL_CLOEXEC) };
	unsigned notes = argc == 4 ? (unsigned)atoi(argv[3]) : 0;
	int64_t median = 0;

	if (argc != 4 || atoi(argv[2]) < 1)
		errx(2, "usage: bench-follow SOCKET FOLLOWERS NOTES");
	crowd.count = (unsigned)atoi(argv[2]);
	crowd.followers = calloc(crowd.count, sizeof(*crowd.followers));
	if (!crowd.followers || crowd.epoll < 0)
		err(1, "no room");
	crowd.writer = open_socket(argv[1]);
	begin(&crowd, argv[1]);
	if (notes) {
		median = spread(&crowd, notes);
	} else {
		watch(&crowd, STDIN_FILENO, NULL);
		listen_to(&crowd, UINT64_MAX);
	}
	printf("{\"seconds\": %.9f, \"least\": %u}\n", (double)median / 1e9, least(&crowd));
	free(crowd.followers);
	return 0;
}
