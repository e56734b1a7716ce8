/* SPDX-License-Identifier: MIT */
/* A soft limit was meant for the shell, and is raised. A hard one is not ours to raise: it was meant for all that it starts. */
#include "cli/client/spawn-limit.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

/* As incidentd.service has them. */
#define DESCRIPTORS 4096
#define MEMORY      (UINT64_C(1) << 30)

static const struct {
	int resource;
	const char *typed;
	rlim_t enough;
} lasting[] = {
	{ RLIMIT_FSIZE, "ulimit -f", RLIM_INFINITY },
	{ RLIMIT_CPU, "ulimit -t", RLIM_INFINITY },
	{ RLIMIT_AS, "ulimit -v", MEMORY },
	{ RLIMIT_DATA, "ulimit -d", MEMORY },
};

#define LASTING (sizeof(lasting) / sizeof(lasting[0]))

const char *spawn_limit(void)
{
	struct rlimit limit;

	for (size_t i = 0; i < LASTING; i++)
		if (getrlimit((__rlimit_resource_t)lasting[i].resource, &limit) == 0 &&
		    limit.rlim_max < lasting[i].enough)
			return lasting[i].typed;
	return NULL;
}

static void raise_limit(int resource, rlim_t most)
{
	struct rlimit limit;

	if (getrlimit((__rlimit_resource_t)resource, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max < most ? limit.rlim_max : most;
	setrlimit((__rlimit_resource_t)resource, &limit);
}

void spawn_unlimit(void)
{
	for (size_t i = 0; i < LASTING; i++)
		raise_limit(lasting[i].resource, RLIM_INFINITY);
	raise_limit(RLIMIT_NOFILE, DESCRIPTORS);
	setpriority(PRIO_PROCESS, 0, 0);
}
