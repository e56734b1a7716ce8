/* SPDX-License-Identifier: MIT */
/* What the journal hears of what was recorded, and that nobody waits for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/journal.h"
#undef fail /* cmocka's; ours is lib/log.h's */
#include "lib/log.h"

#define MORE_THAN_A_QUEUE 100000

static const struct id incident = { { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15,
				      16 } };
static const struct id event = { { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 17 } };
static const struct id unfiled;

/* A journal of ours. */
struct ear {
	char directory[32], path[64];
	int fd;
	struct journal journal;
};

static int open_ear(void **state)
{
	struct ear *ear = calloc(1, sizeof(*ear));
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	strcpy(ear->directory, "/tmp/test-journal-XXXXXX");
	if (!mkdtemp(ear->directory))
		return -1;
	snprintf(ear->path, sizeof(ear->path), "%s/socket", ear->directory);
	strcpy(address.sun_path, ear->path);
	ear->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	*state = ear;
	journal_open(&ear->journal, ear->path);
	return bind(ear->fd, (struct sockaddr *)&address, sizeof(address));
}

static int close_ear(void **state)
{
	struct ear *ear = *state;

	journal_close(&ear->journal);
	journal_close(&ear->journal);
	close(ear->fd);
	unlink(ear->path);
	rmdir(ear->directory);
	free(ear);
	return 0;
}

/* What it heard next; "" if there is nothing. */
static const char *hear(struct ear *ear)
{
	static char text[4096];
	ssize_t size = recv(ear->fd, text, sizeof(text) - 1, 0);

	text[size < 0 ? 0 : size] = '\0';
	return text;
}

static void an_event_is_told_with_its_ids_and_its_kind(void **state)
{
	struct ear *ear = *state;

	journal_add(&ear->journal, &incident, &event, KIND_NOTE);
	assert_string_equal(hear(ear), ""); /* not before it is committed */
	journal_tell(&ear->journal);
	assert_string_equal(hear(ear), "MESSAGE=note w3rh recorded in w3rg\n"
				       "PRIORITY=6\n"
				       "SYSLOG_IDENTIFIER=incidentd\n"
				       "INCIDENT_ID=01020304-0506-7008-800a-0b0c0d0e0f10\n"
				       "INCIDENT_EVENT=01020304-0506-7008-800a-0b0c0d0e0f11\n"
				       "INCIDENT_KIND=note\n");
	journal_tell(&ear->journal);
	assert_string_equal(hear(ear), "");
}

static void an_unfiled_event_names_no_incident(void **state)
{
	struct ear *ear = *state;

	journal_add(&ear->journal, &unfiled, &event, KIND_CHANGE);
	journal_tell(&ear->journal);
	assert_null(strstr(hear(ear), "INCIDENT_ID"));
}

static void what_was_not_committed_is_never_told(void **state)
{
	struct ear *ear = *state;

	journal_add(&ear->journal, &incident, &event, KIND_NOTE);
	journal_forget(&ear->journal);
	journal_tell(&ear->journal);
	assert_string_equal(hear(ear), "");
}

/* Whoever waited here would wait for good: nobody reads. */
static void a_journal_that_is_full_keeps_nobody_waiting(void **state)
{
	struct ear *ear = *state;
	size_t heard = 0;

	for (int i = 0; i < MORE_THAN_A_QUEUE; i++) {
		journal_add(&ear->journal, &incident, &event, KIND_NOTE);
		journal_tell(&ear->journal);
	}
	while (hear(ear)[0])
		heard++;
	assert_true(heard > 0 && heard < MORE_THAN_A_QUEUE);
}

static void a_journal_that_is_gone_is_no_matter_and_one_that_comes_back_is_found(void **state)
{
	struct ear *ear = *state;
	struct sockaddr_un address = ear->journal.address;

	close(ear->fd);
	unlink(ear->path);
	journal_add(&ear->journal, &incident, &event, KIND_NOTE);
	journal_tell(&ear->journal);
	ear->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(ear->fd, (struct sockaddr *)&address, sizeof(address)), 0);
	journal_add(&ear->journal, &incident, &event, KIND_RESOLVED);
	journal_tell(&ear->journal);
	assert_non_null(strstr(hear(ear), "INCIDENT_KIND=resolved\n"));
	assert_string_equal(hear(ear), "");
}

/* stderr under systemd is a stream to the journal, which here reads nothing. */
static void a_log_that_nobody_reads_keeps_nobody_waiting(void **state)
{
	int pair[2], kept = dup(STDERR_FILENO);
	char text[64] = { 0 };

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	dup2(pair[0], STDERR_FILENO);
	for (int i = 0; i < MORE_THAN_A_QUEUE; i++)
		log_warning("one more");
	dup2(kept, STDERR_FILENO);
	assert_int_equal(read(pair[1], text, strlen("incidentd: one more\n")),
			 strlen("incidentd: one more\n"));
	assert_string_equal(text, "incidentd: one more\n");
	close(pair[0]);
	close(pair[1]);
	close(kept);
}

static void of_one_commit_no_more_is_told_than_anybody_reads(void **state)
{
	struct ear *ear = *state;
	struct journal other;
	char path[200] = { 0 };

	for (int i = 0; i < 10 * JOURNAL_MOST; i++)
		journal_add(&ear->journal, &incident, &event, KIND_NOTE);
	assert_int_equal(ear->journal.count, JOURNAL_MOST);
	memset(path, 'x', sizeof(path) - 1);
	journal_open(&other, path);
	journal_add(&other, &incident, &event, KIND_NOTE);
	assert_int_equal(other.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_event_is_told_with_its_ids_and_its_kind,
						open_ear, close_ear),
		cmocka_unit_test_setup_teardown(an_unfiled_event_names_no_incident, open_ear,
						close_ear),
		cmocka_unit_test_setup_teardown(what_was_not_committed_is_never_told, open_ear,
						close_ear),
		cmocka_unit_test_setup_teardown(a_journal_that_is_full_keeps_nobody_waiting,
						open_ear, close_ear),
		cmocka_unit_test_setup_teardown(
			a_journal_that_is_gone_is_no_matter_and_one_that_comes_back_is_found,
			open_ear, close_ear),
		cmocka_unit_test(a_log_that_nobody_reads_keeps_nobody_waiting),
		cmocka_unit_test_setup_teardown(of_one_commit_no_more_is_told_than_anybody_reads,
						open_ear, close_ear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
