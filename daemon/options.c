/* SPDX-License-Identifier: MIT */
#include "daemon/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/name.h"
#include "include/config.h"
#include "lib/drop.h"
#include "lib/place.h"
#include "lib/spooled.h"

/* Read first, completed then: a default may depend on any option. */
static const char help[] =
	"Usage: incidentd [OPTION]...\n"
	"Record incidents for this host, or for one user of it; stays in the foreground.\n"
	"\n"
	"  --system           for the host (the default for root and for user incidentd)\n"
	"  --user             for this user\n"
	"  --socket PATH      listen there; a socket from systemd goes before it\n"
	"  --state DIR        keep the log there\n"
	"  --spool DIR        take in what was left there while nobody answered\n"
	"                     [/var/spool/incidentd, or spool in the directory of --state]\n"
	"  --config FILE      read settings from FILE, not from /etc/incidentd\n"
	"  --log-level LEVEL  error, warning, notice, info or debug [info]\n"
	"  --ready-fd N       write a byte to descriptor N when ready\n"
	"  --salvage FILE     print what can be read of a damaged database, and end:\n"
	"                     lines for `incident import`\n"
	"  --check FILE       are all pages of a backup whole? print what is wrong, and end\n"
	"  --version          print the version\n"
	"  --help             print this\n";

enum choice {
	SYSTEM = 1,
	USER,
	SOCKET,
	STATE,
	SPOOL,
	CONFIG,
	LOG_LEVEL,
	READY_FD,
	SALVAGE,
	CHECK,
	VERSION,
	HELP
};

static const struct option table[] = {
	{ "system", no_argument, NULL, SYSTEM },
	{ "user", no_argument, NULL, USER },
	{ "socket", required_argument, NULL, SOCKET },
	{ "state", required_argument, NULL, STATE },
	{ "spool", required_argument, NULL, SPOOL },
	{ "config", required_argument, NULL, CONFIG },
	{ "log-level", required_argument, NULL, LOG_LEVEL },
	{ "ready-fd", required_argument, NULL, READY_FD },
	{ "salvage", required_argument, NULL, SALVAGE },
	{ "check", required_argument, NULL, CHECK },
	{ "version", no_argument, NULL, VERSION },
	{ "help", no_argument, NULL, HELP },
	{ 0 },
};

__attribute__((format(printf, 1, 2))) static int wrong(const char *format, ...)
{
	va_list arguments;

	fputs("incidentd: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputs("\nhint: incidentd --help\n", stderr);
	return OPTIONS_WRONG;
}

static int read_descriptor(const char *text, int *fd)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || *end || end == text || value < 0 || value > INT_MAX)
		return wrong("--ready-fd %s: not a descriptor", text);
	*fd = (int)value;
	return 0;
}

static int read_level(const char *text, struct options *options)
{
	if (log_level_of(text, &options->log_level))
		return wrong("--log-level %s: there are error, warning, notice, info and debug",
			     text);
	options->log_level_given = true;
	return 0;
}

static int print(const char *text)
{
	fputs(text, stdout);
	return OPTIONS_DONE;
}

static int set(char **place, const char *text)
{
	free(*place);
	*place = strdup(text);
	return *place ? 0 : -ENOMEM;
}

static int take(struct options *options, enum choice choice)
{
	switch (choice) {
	case SYSTEM:
	case USER:
		options->system = choice == SYSTEM;
		options->user = choice == USER;
		return 0;
	case SOCKET:
		options->socket_given = true;
		return set(&options->socket, optarg);
	case STATE:
		return set(&options->state, optarg);
	case SPOOL:
		return set(&options->spool, optarg);
	case CONFIG:
		options->config = optarg;
		return 0;
	case LOG_LEVEL:
		return read_level(optarg, options);
	case READY_FD:
		return read_descriptor(optarg, &options->ready_fd);
	case SALVAGE:
		options->salvage = optarg;
		return 0;
	case CHECK:
		options->check = optarg;
		return 0;
	case VERSION:
		return print("incidentd " INCIDENT_VERSION "\n");
	case HELP:
		return print(help);
	}
	return 0;
}

static int read_arguments(struct options *options, int argc, char **argv)
{
	int option, r;

	while ((option = getopt_long(argc, argv, ":", table, NULL)) != -1) {
		if (option == ':')
			return wrong("%s: needs a value", argv[optind - 1]);
		if (option == '?')
			return wrong("%s: not understood", argv[optind - 1]);
		if ((r = take(options, (enum choice)option)) != 0)
			return r;
	}
	return optind < argc ? wrong("%s: not understood", argv[optind]) : 0;
}

static bool is_for_the_host(void)
{
	drop(free) char *name = names_local(geteuid());

	return geteuid() == 0 || (name && strcmp(name, "incidentd") == 0);
}

static char *system_state(void)
{
	const char *state = getenv("STATE_DIRECTORY");

	/* systemd separates several by colons; ours is the first. */
	return state && *state ? strndup(state, strcspn(state, ":")) : strdup("/var/lib/incidentd");
}

static int complete_state(struct options *options)
{
	if (options->state)
		return 0;
	options->state = options->system ? system_state() : place_state();
	if (options->state || options->system)
		return options->state ? 0 : -ENOMEM;
	return fail(-ENOENT, "there is no home, so say --state DIR");
}

/* A log that is kept elsewhere takes in nothing that was left for the host's, whose directory is the package's to make. */
static int complete_spool(struct options *options, bool elsewhere)
{
	if (!options->spool && options->system && !elsewhere)
		options->spool = strdup(SPOOLED_SYSTEM);
	else if (!options->spool &&
		 asprintf(&options->spool, "%s/" SPOOLED_USER, options->state) < 0)
		options->spool = NULL;
	return options->spool ? 0 : -ENOMEM;
}

static int complete(struct options *options)
{
	bool elsewhere = options->state;
	int r;

	if (!options->user)
		options->system = options->system || is_for_the_host();
	options->user = !options->system;
	if ((r = complete_state(options)) < 0 || (r = complete_spool(options, elsewhere)) < 0)
		return r;
	if (!options->socket)
		options->socket = options->system ? strdup("/run/incidentd/incidentd.sock")
						  : place_socket(options->state);
	return options->socket ? 0 : -ENOMEM;
}

int options_read(struct options *options, int argc, char **argv)
{
	int r;

	*options = (struct options){ .log_level = LOG_INFO_LEVEL, .ready_fd = -1 };
	r = read_arguments(options, argc, argv);
	return r || options->salvage || options->check ? r : complete(options);
}

/* The socket's directory: another user's would be a trap, one in /tmp especially. */
static int make_private(const char *directory)
{
	int r = place_make(directory);

	if (r == 0)
		r = place_check(directory);
	if (r == -ENOTDIR || r == -EPERM)
		return fail(r, "%s: must be a directory of our own, mode 0700", directory);
	return r < 0 ? fail(r, "%s", directory) : 0;
}

/* The group has to get through to the socket. */
static int make_shared(const char *directory)
{
	if (mkdir(directory, S_IRWXU) == 0)
		return chmod(directory, 0755) < 0 ? fail(-errno, "%s", directory) : 0;
	return errno == EEXIST ? 0 : fail(-errno, "%s", directory);
}

int options_make_directories(const struct options *options)
{
	drop(free) char *directory = place_directory(options->socket);
	int r = place_make(options->state);

	if (!directory)
		return -ENOMEM;
	if (r < 0)
		return fail(r, "%s", options->state);
	if (strcmp(options->spool, SPOOLED_SYSTEM) != 0 && (r = place_make(options->spool)) < 0)
		return fail(r, "%s", options->spool);
	if (options->socket_given || strcmp(directory, options->state) == 0)
		return 0;
	return options->system ? make_shared(directory) : make_private(directory);
}

void options_free(struct options *options)
{
	free(options->state);
	free(options->socket);
	free(options->spool);
}
