/* SPDX-License-Identifier: MIT */
/*
 * Load for a server: so many clients at once, each with so many calls in flight, in one process that
 * waits for all of them with epoll. The same entries go to incidentd, to a Redis stream, or to
 * bench-null, which does nothing and so shows what the generator itself can do.
 *
 *	bench-load incident|redis SOCKET CLIENTS FLIGHT CALLS BATCH [PAUSE]
 *
 * PAUSE: milliseconds from an answer to the next call, for one client that types.
 * It ends with 0 when every call was answered without an error, and prints
 * {"calls": …, "seconds": …, "p50": µs, "p99": µs}.
 */
#include <err.h>
#include <errno.h>
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

#include "lib/buffer.h"
#include "lib/id.h"

#define FLIGHT_MOST 256

struct client {
	int fd;
	unsigned sent, answered, lines;
	int64_t since[FLIGHT_MOST]; /* when the call at this place was sent, in ns */
};

struct load {
	bool redis;
	unsigned flight, batch;
	unsigned pause; /* ms */
	unsigned calls, sent, answered;
	int64_t *taken; /* of each answered call, in ns */
	int epoll;
	struct buffer out;
};

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void add_entry(struct load *load, unsigned number)
{
	char text[96], id[ID_TEXT_SIZE];
	struct id made;
	int size;

	if (id_make(&made) < 0)
		errx(1, "no random bits");
	id_format(&made, id);
	size = snprintf(text, sizeof(text), "pool of db-%u is exhausted: connection %u refused",
			number % 16, number);
	if (load->redis)
		buffer_printf(
			&load->out,
			"*9\r\n$4\r\nXADD\r\n$3\r\nlog\r\n$1\r\n*\r\n$2\r\nid\r\n$36\r\n%s\r\n"
			"$4\r\nkind\r\n$4\r\nnote\r\n$4\r\ntext\r\n$%d\r\n%s\r\n",
			id, size, text);
	else
		buffer_printf(&load->out, "{\"id\":\"%s\",\"kind\":\"note\",\"text\":\"%s\"}", id,
			      text);
}

static void add_call(struct load *load)
{
	unsigned first = load->sent * load->batch;

	if (!load->redis)
		buffer_add_text(
			&load->out,
			"{\"method\":\"io.incidentd.Recorder.Record\",\"parameters\":{\"drafts\":[");
	for (unsigned i = 0; i < load->batch; i++) {
		if (i > 0 && !load->redis)
			buffer_add_text(&load->out, ",");
		add_entry(load, first + i);
	}
	if (!load->redis)
		buffer_add(&load->out, "]}}", sizeof("]}}"));
	load->sent++;
}

/* As many calls as may be in flight, in one write. */
static void client_fill(struct load *load, struct client *client)
{
	size_t done = 0;
	ssize_t size;

	buffer_clear(&load->out);
	while (load->sent < load->calls && client->sent - client->answered < load->flight) {
		add_call(load);
		client->since[client->sent++ % FLIGHT_MOST] = now();
	}
	if (load->out.failed)
		errx(1, "no memory");
	for (; done < load->out.size; done += (size_t)size) {
		size = send(client->fd, load->out.data + done, load->out.size - done, MSG_NOSIGNAL);
		if (size < 0)
			err(1, "send");
	}
}

static void client_answered(struct load *load, struct client *client)
{
	load->taken[load->answered++] = now() - client->since[client->answered++ % FLIGHT_MOST];
}

/* An answer of incidentd ends with NUL; one of XADD is two lines, an error is one that begins with a dash. */
static void client_read(struct load *load, struct client *client)
{
	static char bytes[1 << 18];
	ssize_t size = recv(client->fd, bytes, sizeof(bytes), 0);

	if (size <= 0)
		errx(1, "the server has gone");
	if (memmem(bytes, (size_t)size, load->redis ? "-ERR" : "{\"error\"", load->redis ? 4 : 8) !=
	    NULL)
		errx(1, "refused: %.*s", (int)size, bytes);
	for (ssize_t i = 0; i < size; i++) {
		if (load->redis ? bytes[i] == '\n' && ++client->lines % 2 == 0 : bytes[i] == '\0')
			client_answered(load, client);
	}
	if (load->pause)
		usleep(load->pause * 1000);
	client_fill(load, client);
}

static void client_connect(struct load *load, struct client *client, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };

	if (strlen(path) >= sizeof(address.sun_path))
		errx(1, "%s: too long", path);
	strcpy(address.sun_path, path);
	client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client->fd < 0 ||
	    connect(client->fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    epoll_ctl(load->epoll, EPOLL_CTL_ADD, client->fd, &event) < 0)
		err(1, "%s", path);
}

static void run(struct load *load)
{
	struct epoll_event events[64];
	int count;

	while (load->answered < load->calls) {
		count = epoll_wait(load->epoll, events, 64, 60000);
		if (count < 0 && errno == EINTR) /* who was stopped, and goes on, is told so */
			continue;
		if (count <= 0)
			errx(1, "no answer for a minute");
		for (int i = 0; i < count; i++)
			client_read(load, events[i].data.ptr);
	}
}

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static double quantile(const struct load *load, unsigned percent)
{
	return (double)load->taken[(uint64_t)(load->calls - 1) * percent / 100] / 1000;
}

static unsigned number(const char *text, unsigned most)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end != '\0' || value < 1 || value > most)
		errx(2, "%s: a number from 1 to %u is wanted", text, most);
	return (unsigned)value;
}

int main(int argc, char **argv)
{
	struct load load = { .epoll = epoll_create1(EPOLL_CLOEXEC) };
	struct client *clients;
	unsigned count;
	int64_t begin;

	if (argc < 7 || argc > 8)
		errx(2,
		     "usage: bench-load incident|redis SOCKET CLIENTS FLIGHT CALLS BATCH [PAUSE]");
	load.redis = strcmp(argv[1], "redis") == 0;
	count = number(argv[3], 1024);
	load.flight = number(argv[4], FLIGHT_MOST);
	load.calls = number(argv[5], 10000000);
	load.batch = number(argv[6], 1000);
	load.pause = argc > 7 ? number(argv[7], 1000) : 0;
	load.taken = calloc(load.calls, sizeof(*load.taken));
	clients = calloc(count, sizeof(*clients));
	if (load.taken == NULL || clients == NULL || load.epoll < 0)
		err(1, "no room");
	for (unsigned i = 0; i < count; i++)
		client_connect(&load, &clients[i], argv[2]);
	begin = now();
	for (unsigned i = 0; i < count; i++)
		client_fill(&load, &clients[i]);
	run(&load);
	begin = now() - begin;
	qsort(load.taken, load.calls, sizeof(*load.taken), compare);
	printf("{\"calls\": %u, \"seconds\": %.6f, \"p50\": %.1f, \"p99\": %.1f}\n", load.calls,
	       (double)begin / 1e9, quantile(&load, 50), quantile(&load, 99));
	free(load.taken);
	free(clients);
	buffer_free(&load.out);
	return 0;
}
