/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "daemon/config.h"
#include "daemon/options.h"
#include "daemon/server.h"
#include "daemon/store/check.h"
#include "daemon/store/salvage.h"
#include "lib/drop.h"
#include "lib/fd.h"

/* incidentd: options, settings, directories, then serve. Exit 0: ended in order; 1: failed, and said why; 2: usage. */

/* One that was typed must be right; with a fault in the others a recorder is better than none. */
static int read_config(const struct options *options, const struct config_source *source,
		       struct config *config)
{
	struct setting_fault fault;
	int r = config_read(config, source, &fault);

	if (r > 0)
		log_error("%s: %s", fault.where, fault.what);
	return r > 0 && options->config ? -EINVAL : r < 0 ? fail(r, "settings") : 0;
}

static int run(const struct options *options)
{
	struct config config;
	struct config_source source = {
		.files = { .file = options->config, .user = options->user },
		.log_level = options->log_level_given ? &options->log_level : NULL,
	};
	struct server_options server = { .system = options->system,
					 .config = &config,
					 .source = &source,
					 .state = options->state,
					 .socket = options->socket,
					 .spool = options->spool,
					 .ready_fd = options->ready_fd };
	int r;

	log_set_level(options->log_level);
	if ((r = read_config(options, &source, &config)) < 0 ||
	    (r = options_make_directories(options)) < 0)
		return r;
	return server_run(&server);
}

static int run_salvage(const char *path)
{
	struct salvage found;
	int r = salvage(path, stdout, &found);

	if (r < 0)
		return r;
	log_notice("%" PRId64 " events; %" PRId64 " more do not say what was recorded; "
		   "%" PRId64 " pages could not be read",
		   found.events, found.spoilt, found.unreadable);
	return found.events ? 0 : fail(-ENOENT, "%s holds no event", path);
}

static int run_check(const char *path)
{
	int64_t problems;
	int r = check(path, stdout, &problems);

	if (r < 0)
		return r;
	return problems ? fail(-EUCLEAN, "%s is damaged; problems: %" PRId64, path, problems) : 0;
}

int main(int argc, char **argv)
{
	drop(options_free) struct options options = { 0 };
	int r;

	fd_standard();
	/* Nothing that is made here is for others, unless it says so. */
	umask(S_IRWXG | S_IRWXO);
	r = options_read(&options, argc, argv);
	if (r == OPTIONS_DONE)
		return EXIT_SUCCESS;
	if (r == OPTIONS_WRONG)
		return 2;
	if (r == 0 && options.salvage)
		return run_salvage(options.salvage) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	if (r == 0 && options.check)
		return run_check(options.check) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	return r == 0 && run(&options) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
