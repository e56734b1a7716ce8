/* SPDX-License-Identifier: MIT */
/* The editor is a command for a shell, as git and crontab have it: EDITOR='code --wait' works. */
#include "cli/bulk/bulk-editor.h"

#include <errno.h>
#include <libgen.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/file.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "lib/drop.h"

static char *original_of(const char *file)
{
	char *name = NULL;

	return asprintf(&name, "%s%s", file, EDITOR_ORIGINAL) < 0 ? NULL : name;
}

static int refuse(struct session *session, const char *file, int error)
{
	say_error(session, "%s: %s", file, strerror(error < 0 ? -error : error));
	return EXIT_FAILED;
}

int bulk_editor_write(struct session *session, const char *name, const struct buffer *text,
		      char **file)
{
	const char *folder = getenv("TMPDIR");
	drop(free) char *path = NULL;

	if (asprintf(&path, "%s/incident-edit-XXXXXX", folder && *folder ? folder : "/tmp") < 0)
		return EXIT_FAILED;
	if (!mkdtemp(path))
		return refuse(session, path, errno);
	if (asprintf(file, "%s/%s", path, name) < 0)
		return EXIT_FAILED;
	drop(free) char *original = original_of(*file);
	int answer = original ? file_create(original, text) : -ENOMEM;
	answer = answer ? answer : file_create(*file, text);
	return answer ? refuse(session, *file, answer) : EXIT_OK;
}

static const char *editor(void)
{
	const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");

	if (visual && *visual)
		return visual;
	return plain && *plain ? plain : "vi";
}

__attribute__((noreturn)) static void become(const char *command, const char *file)
{
	drop(free) char *line = NULL;

	if (asprintf(&line, "%s \"$@\"", command) >= 0)
		execl("/bin/sh", "sh", "-c", line, command, file, (char *)NULL);
	_exit(127);
}

int bulk_editor_run(struct session *session, const char *file)
{
	int status = 0;

	fflush(session->out.stream);
	fflush(session->err.stream);
	pid_t child = fork();
	if (child == 0)
		become(editor(), file);
	if (child < 0)
		return refuse(session, editor(), errno);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return EXIT_OK;
	if (WIFEXITED(status))
		say_error(session, "the editor (%s) ended with %d: nothing was recorded", editor(),
			  WEXITSTATUS(status));
	else
		say_error(session, "the editor (%s) was ended by signal %d: nothing was recorded",
			  editor(), WTERMSIG(status));
	return EXIT_FAILED;
}

void bulk_editor_keep(struct session *session, const char *file)
{
	drop(free) char *word = typed_word(file);

	say_try(session, "what you wrote is kept: incident edit --resume %s", word ? word : file);
}

void bulk_editor_remove(const char *file)
{
	drop(free) char *original = original_of(file), *folder = strdup(file);

	unlink(file);
	if (original)
		unlink(original);
	if (folder)
		rmdir(dirname(folder));
}
