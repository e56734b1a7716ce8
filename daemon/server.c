/* SPDX-License-Identifier: MIT */
#include "daemon/server.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <uv.h>

#include "daemon/credential.h"
#include "daemon/name.h"
#include "daemon/notify.h"
#include "daemon/peer.h"
#include "daemon/ration.h"
#include "daemon/server-door.h"
#include "daemon/server-pulse.h"
#include "daemon/server-rest.h"
#include "daemon/server-settle.h"
#include "daemon/server-spool.h"
#include "daemon/service.h"
#include "daemon/storage.h"
#include "include/limits.h"
#include "lib/drop.h"
#include "lib/log.h"
#include "lib/stamp.h"

/*
 * Everything is opened in order and ends in the opposite one: no new peers, no new calls, the calls
 * done, the service, the storage, the last handles; then the loop has nothing left and returns. Whatever
 * fails on the way up takes the same way down.
 */
enum { spare_descriptors = 64, longest_end = 5000 };

struct server {
	const struct server_options *options;
	uv_loop_t loop;
	uv_signal_t terminate, interrupt, hangup;
	uv_timer_t end; /* patience is over */

	struct door door;
	struct intake intake;
	struct ration ration;
	struct rest rest;
	struct peer *peers[LIMIT_PEERS];
	unsigned count;
	int64_t started_at, connections, refused;

	struct names *names;
	struct storage *storage;
	struct service *service;
	struct pulse pulse;

	bool stopping, storage_closing;
	int result;
};

/* The way down. */

static void close_handle(void *handle)
{
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void on_storage_closed(void *owner)
{
	struct server *server = owner;

	server->storage = NULL;
	names_close(steal(&server->names));
	close_handle(&server->terminate);
	close_handle(&server->interrupt);
	close_handle(&server->hangup);
	close_handle(&server->end);
	rest_close(&server->rest);
}

/* Peers go one by one; with the last of them there are no calls. */
static void finish(struct server *server)
{
	if (!server->stopping || server->count || server->storage_closing)
		return;
	server->storage_closing = true;
	uv_timer_stop(&server->end);
	pulse_close(&server->pulse);
	service_close(steal(&server->service));
	if (server->storage)
		storage_close(server->storage, on_storage_closed, server);
	else
		on_storage_closed(server);
}

static void on_patience_over(uv_timer_t *timer)
{
	struct server *server = timer->data;

	log_warning("%u connections are cut off: their calls or their answers take too long",
		    server->count);
	for (unsigned i = 0; i < server->count; i++)
		peer_close(server->peers[i]);
}

static void stop(struct server *server)
{
	if (server->stopping)
		return;
	server->stopping = true;
	notify("STOPPING=1\nSTATUS=Finishing what was accepted");
	door_close(&server->door);
	intake_close(&server->intake);
	uv_timer_start(&server->end, on_patience_over, longest_end, 0);
	for (unsigned i = 0; i < server->count; i++)
		peer_drain(server->peers[i]);
	if (server->service)
		service_drain(server->service);
	finish(server);
}

static void on_signal(uv_signal_t *handle, int number)
{
	log_info("%s: finishing", strsignal(number));
	stop(handle->data);
}

static void on_storage_spent(void *owner, int64_t uid, uint64_t time)
{
	struct server *server = owner;

	rest_spent(&server->rest, uid, time);
}

static void on_storage_failed(void *owner, const char *reason)
{
	struct server *server = owner;

	log_error("the database cannot go on: %s", reason);
	server->result = -EIO;
	stop(server);
}

/* Settings. */

static void set(struct server *server, const struct config *config)
{
	log_set_level(config->log_level);
	server->ration.peers_most = config->peers;
	server->ration.peers_user_most = config->peers_user;
}

static int reload(void *owner, struct setting_fault *fault)
{
	struct server *server = owner;
	struct config config;
	int r = config_read(&config, server->options->source, fault);

	if (r > 0)
		log_error("%s: %s; nothing was changed", fault->where, fault->what);
	r = r ? r : settle(server->storage, &config);
	if (r)
		return r < 0 ? fail(r, "settings") : r;
	set(server, &config);
	log_notice("settings were read again");
	return 0;
}

static void on_hangup(uv_signal_t *handle, int number)
{
	struct server *server = handle->data;
	struct setting_fault fault;

	(void)number;
	if (!server->stopping)
		reload(server, &fault);
}

/* Who is let in. */

static void on_gone(void *owner, struct peer *peer)
{
	struct server *server = owner;
	unsigned i = 0;

	while (server->peers[i] != peer)
		i++;
	server->peers[i] = server->peers[--server->count];
	finish(server);
}

static int serve(struct server *server, int socket, struct peer_options *options)
{
	struct peer *peer;
	int r = peer_open(&peer, &server->loop, socket, options);

	if (r == 0)
		server->peers[server->count++] = peer;
	server->connections += r == 0;
	return r;
}

static int enter(struct server *server, int socket, struct peer_options *options)
{
	int r = credential_of(socket, &options->credential);

	return r < 0 ? r : ration_enter(&server->ration, options->credential.uid, &options->share);
}

static void on_admit(void *owner, int socket)
{
	struct server *server = owner;
	drop(fd_close) int fd = socket;
	struct peer_options options = { .service = server->service,
					.gone = on_gone,
					.owner = server };
	int r = enter(server, fd, &options);

	server->refused += r > 0;
	if (r == RATION_PEERS)
		door_refuse(steal_fd(&fd), "too many connections are open");
	else if (r == RATION_PEERS_USER)
		door_refuse(steal_fd(&fd), "too many connections of yours are open");
	else if (r == 0)
		r = serve(server, steal_fd(&fd), &options);
	if (r < 0)
		fail(r, "a connection cannot be served");
}

/* The way up. */

static void look(void *owner, struct standing *standing)
{
	const struct server *server = owner;
	const struct intake *intake = &server->intake;

	*standing = (struct standing){
		.started_at = server->started_at,
		.peers = server->count,
		.connections = server->connections,
		.connections_refused = server->refused + server->door.refused,
		.rests = server->ration.rests,
		.spool = intake->open ? intake->spool.directory : NULL,
		.spool_waiting = (int64_t)intake->seen.waiting,
		.spool_aside = (int64_t)intake->seen.aside,
	};
}

static void ignore_signals(void)
{
	signal(SIGPIPE, SIG_IGN);
	/* A file that may not grow is an error to be answered, not an end. */
	signal(SIGXFSZ, SIG_IGN);
}

/* A descriptor a peer, where the hard limit lets us. */
static void raise_descriptors(void)
{
	const rlim_t wanted = LIMIT_PEERS + spare_descriptors;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur < wanted)
		log_warning("only %ju descriptors: fewer connections than there could be",
			    (uintmax_t)limit.rlim_cur);
}

static void open_handles(struct server *server)
{
	uv_signal_init(&server->loop, &server->terminate);
	uv_signal_init(&server->loop, &server->interrupt);
	uv_signal_init(&server->loop, &server->hangup);
	uv_timer_init(&server->loop, &server->end);
	pulse_init(&server->pulse, &server->loop);
	rest_init(&server->rest, &server->loop, &server->ration);
	server->terminate.data = server->interrupt.data = server->hangup.data = server;
	server->end.data = server;
}

static int open_signals(struct server *server)
{
	int r;

	ignore_signals();
	if ((r = uv_signal_start(&server->terminate, on_signal, SIGTERM)) < 0 ||
	    (r = uv_signal_start(&server->interrupt, on_signal, SIGINT)) < 0 ||
	    (r = uv_signal_start(&server->hangup, on_hangup, SIGHUP)) < 0)
		return fail(r, "signals");
	return 0;
}

static int open_storage(struct server *server)
{
	struct storage_options options = { .directory = server->options->state,
					   .ballast = server->options->config->ballast,
					   .failed = on_storage_failed,
					   .spent = on_storage_spent,
					   .owner = server };

	return storage_open(&server->storage, &server->loop, &options);
}

static int open_service(struct server *server)
{
	struct service_options options = { .storage = server->storage,
					   .names = server->names,
					   .mode = server->options->system ? "system" : "user",
					   .look = look,
					   .reload = reload,
					   .owner = server };

	return service_open(&server->service, &options);
}

static int open_door(struct server *server)
{
	server->door.admit = on_admit;
	server->door.owner = server;
	return door_open(&server->door, &server->loop, server->options->socket,
			 server->options->system);
}

/* Without a spool there is nothing to take in; recording goes on all the same. */
static void open_intake(struct server *server)
{
	const struct intake_options options = { .storage = server->storage,
						.names = server->names,
						.directory = server->options->spool,
						.shared = server->options->system };

	intake_open(&server->intake, &server->loop, &options);
}

static void tell_ready(const struct server *server)
{
	int fd = server->options->ready_fd;

	notify("READY=1\nSTATUS=Recording");
	log_info("recording to %s, listening at %s", server->options->state,
		 server->door.listener.path ? server->door.listener.path : "a socket from systemd");
	if (fd < 0)
		return;
	if (write(fd, "\n", 1) < 0)
		log_debug("whoever started us did not wait");
	close(fd);
}

static int start(struct server *server)
{
	int r;

	raise_descriptors();
	if ((r = open_signals(server)) < 0 || (r = names_open(&server->names)) < 0 ||
	    (r = open_storage(server)) < 0 || (r = open_service(server)) < 0 ||
	    (r = open_door(server)) < 0)
		return r;
	pulse_start(&server->pulse, server->storage);
	tell_ready(server);
	open_intake(server);
	return 0;
}

int server_run(const struct server_options *options)
{
	struct server server = { .options = options, .started_at = stamp_now() };
	int r = uv_loop_init(&server.loop);

	if (r < 0)
		return fail(r, "loop");
	open_handles(&server);
	set(&server, options->config);
	server.result = start(&server);
	if (server.result < 0)
		stop(&server);
	uv_run(&server.loop, UV_RUN_DEFAULT);
	/* Busy would mean a handle that outlived its owner. */
	r = uv_loop_close(&server.loop);
	assert(r == 0);
	ration_free(&server.ration);
	return r < 0 ? r : server.result;
}
