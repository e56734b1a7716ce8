/* SPDX-License-Identifier: MIT */
/* Where the directory is missing, the nearest above it that is there decides: the others would be made in it. */
#include "cli/doctor/writable.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int writable_check(const char *directory, char at[WRITABLE_PATH])
{
	char *slash;

	snprintf(at, WRITABLE_PATH, "%s", directory);
	while (access(at, F_OK) < 0 && errno == ENOENT && (slash = strrchr(at, '/')) > at)
		*slash = '\0';
	return access(at, W_OK | X_OK) < 0 ? -errno : 0;
}

/* What is above it may be another's for good reasons: there it is only shown. */
void writable_fix(struct diagnosis *diagnosis, const char *directory, const char *at, int error)
{
	struct stat st = { 0 };
	bool seen = error == -EACCES && stat(at, &st) == 0;
	char word[DOCTOR_TYPED];

	doctor_word(at, word);
	if (seen && st.st_uid == geteuid())
		diagnosis_fix(diagnosis, "chmod u+rwx %s", word);
	else if (seen && strcmp(at, directory) == 0)
		diagnosis_fix(diagnosis, "sudo chown %u %s", (unsigned)geteuid(), word);
	else
		diagnosis_fix(diagnosis, "namei -l %s", word);
}
