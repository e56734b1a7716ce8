/* SPDX-License-Identifier: MIT */
#include "cli/view/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/drop.h"

/*
 * The pager is a child that reads our standard output. It may end before we do; then what we write is
 * no error but of no interest, so SIGPIPE is ignored from there on.
 */
static bool is_file_in(const char *folder, size_t size, const char *program)
{
	char path[4096];

	snprintf(path, sizeof(path), "%.*s/%s", (int)size, folder, program);
	return access(path, X_OK) == 0;
}

static bool is_installed(const char *program)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		size_t size = strcspn(path, ":");

		if (is_file_in(path, size, program))
			return true;
		path += size + (path[size] == ':');
	}
	return false;
}

static const char *command(void)
{
	const char *pager = getenv("INCIDENT_PAGER");

	pager = pager ? pager : getenv("PAGER");
	if (!pager)
		return is_installed("less") ? "less -FRX" : NULL;
	return *pager && strcmp(pager, "cat") != 0 ? pager : NULL;
}

__attribute__((noreturn)) static void become(const char *pager, int input)
{
	if (dup2(input, STDIN_FILENO) >= 0)
		execl("/bin/sh", "sh", "-c", pager, (char *)NULL);
	_exit(127);
}

pid_t pager_start(const struct session *session)
{
	drop(fd_close) int output = -1;
	drop(fd_close) int input = -1;
	const char *pager = command();
	int ends[2];
	pid_t child;

	if (!pager || !session->out.terminal || session->no_pager || session->quiet ||
	    pipe2(ends, O_CLOEXEC) != 0)
		return 0;
	input = ends[0];
	output = ends[1];
	fflush(stdout);
	child = fork();
	if (child == 0)
		become(pager, input);
	if (child < 0)
		return 0;
	signal(SIGPIPE, SIG_IGN);
	dup2(output, STDOUT_FILENO);
	return child;
}

/* What the reader did not want to see is written to nowhere, and is no error. */
static void forget_output(void)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (nowhere < 0)
		return;
	dup2(nowhere, STDOUT_FILENO);
	close(nowhere);
	fflush(stdout);
	clearerr(stdout);
}

void pager_stop(pid_t pager)
{
	if (pager <= 0)
		return;
	fflush(stdout);
	forget_output();
	while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
		;
}
