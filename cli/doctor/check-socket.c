/* SPDX-License-Identifier: MIT */
/* May this user speak to the recorder, from this login? */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/doctor/doctor.h"
#include "lib/drop.h"

static const char *name_of_group(gid_t gid, char text[32])
{
	const struct group *group = getgrgid(gid);

	if (group)
		return group->gr_name;
	snprintf(text, 32, "%u", (unsigned)gid);
	return text;
}

static void describe(const struct recorder *recorder, const struct stat *st,
		     struct diagnosis *diagnosis)
{
	char number[32];

	diagnosis_ok(diagnosis, "%s, group %s, mode %04o", recorder->choice.path,
		     name_of_group(st->st_gid, number), (unsigned)st->st_mode & 07777U);
}

/* A private one is made with the first note; where a host's is missing, `recorder` says what to do. */
static void find_missing(const struct recorder *recorder, int error, struct diagnosis *diagnosis)
{
	if (error == EACCES)
		diagnosis_unknown(diagnosis, "%s cannot be looked at", recorder->choice.path);
	else
		diagnosis_unknown(diagnosis, "there is none at %s", recorder->choice.path);
}

void check_socket(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	char word[DOCTOR_TYPED];
	struct stat st;

	if (recorder->place) {
		diagnosis->verdict = VERDICT_NONE;
		return;
	}
	if (lstat(recorder->choice.path, &st) < 0) {
		find_missing(recorder, errno, diagnosis);
		return;
	}
	describe(recorder, &st, diagnosis);
	if (!S_ISSOCK(st.st_mode)) {
		diagnosis_wrong(diagnosis, "%s is no socket", recorder->choice.path);
		diagnosis_fix(diagnosis, "ls -l %s", doctor_word(recorder->choice.path, word));
	} else if (st.st_mode & S_IWOTH) {
		diagnosis->verdict = VERDICT_WRONG;
		diagnosis_fix(diagnosis, "sudo chmod o-rwx %s",
			      doctor_word(recorder->choice.path, word));
	}
}

/* The group that lets in: of a host's log by its name, else that of the socket, if it lets one in. */
static bool find_group(const struct recorder *recorder, char name[64], gid_t *gid)
{
	const char *log = recorder->choice.log;
	const struct group *group;
	struct stat st;

	if (recorder->choice.owner == SOCKET_HOST || recorder->choice.owner == SOCKET_LOG) {
		snprintf(name, 64, "incident%s%s", log ? "-" : "", log ? log : "");
		group = getgrnam(name);
		*gid = group ? group->gr_gid : (gid_t)-1;
		return true;
	}
	if (recorder->choice.owner != SOCKET_NAMED || stat(recorder->choice.path, &st) < 0 ||
	    st.st_uid == geteuid() || !(st.st_mode & S_IWGRP))
		return false;
	*gid = st.st_gid;
	snprintf(name, 64, "%s", name_of_group(st.st_gid, (char[32]){ "" }));
	return true;
}

/* In this process, which is what the kernel asks. */
static bool is_active(gid_t gid)
{
	int count = getgroups(0, NULL);
	drop(free) gid_t *groups = calloc((size_t)count + 1, sizeof(*groups));

	count = groups ? getgroups(count, groups) : 0;
	for (int i = 0; i < count; i++)
		if (groups[i] == gid)
			return true;
	return getegid() == gid;
}

/* By the user's entry in the table of groups, which is what the next login gets. */
static bool is_member(const struct passwd *user, gid_t gid)
{
	gid_t groups[1024];
	int count = 1024;

	if (!user || getgrouplist(user->pw_name, user->pw_gid, groups, &count) < 0)
		return false;
	for (int i = 0; i < count; i++)
		if (groups[i] == gid)
			return true;
	return false;
}

static void find_no_member(const char *user, const char *group, struct diagnosis *diagnosis)
{
	diagnosis_wrong(diagnosis, "%s is not in group %s", user, group);
	diagnosis_fix(diagnosis, "sudo usermod -aG %s %s, then log in again", group, user);
}

static void find_login(const char *user, const char *group, struct diagnosis *diagnosis)
{
	diagnosis_wrong(diagnosis, "%s is in group %s, but this login began before that", user,
			group);
	diagnosis_fix(diagnosis, "newgrp %s, or log in again", group);
}

void check_group(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const struct passwd *user = getpwuid(geteuid());
	const char *name = user ? user->pw_name : "this user";
	char group[64];
	gid_t gid;

	diagnosis->verdict = VERDICT_NONE;
	if (recorder->place || !find_group(recorder, group, &gid))
		return;
	if (gid == (gid_t)-1) {
		diagnosis_wrong(diagnosis, "there is no group %s", group);
		diagnosis_fix(diagnosis, "sudo systemd-sysusers");
	} else if (geteuid() == 0) {
		diagnosis_ok(diagnosis, "root needs none; others need %s", group);
	} else if (is_active(gid)) {
		diagnosis_ok(diagnosis, "%s is in group %s", name, group);
	} else if (is_member(user, gid)) {
		find_login(name, group, diagnosis);
	} else {
		find_no_member(name, group, diagnosis);
	}
}
