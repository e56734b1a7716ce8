/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "lib/drop.h"
#include "lib/fd.h"

#define MUCH (1 << 20) /* more than a pipe holds */

static volatile sig_atomic_t interruptions;

static void interrupt(int number)
{
	(void)number;
	interruptions = interruptions + 1;
}

struct slow {
	int pipe;
	pthread_t writer;
};

/*
 * Between two reads the writer is interrupted twice: where it has written a part, and where it waits with nothing
 * written. Not by a timer, which on a slow machine sends signals faster than they are dealt with, so that nobody
 * gets on.
 */
static void interrupt_twice(pthread_t writer)
{
	for (int i = 0; i < 2; i++) {
		usleep(500);
		pthread_kill(writer, SIGUSR1);
	}
	usleep(500);
}

static void *swallow(void *data)
{
	struct slow *slow = data;
	static char part[MUCH / 16];
	size_t taken = 0;
	ssize_t count;

	while ((count = read(slow->pipe, part, sizeof(part))) > 0) {
		taken += (size_t)count;
		interrupt_twice(slow->writer);
	}
	return (void *)taken;
}

static void all_is_written_whatever_interrupts(void **state)
{
	static char bytes[MUCH];
	struct sigaction action = { .sa_handler = interrupt }, before;
	struct slow slow = { .writer = pthread_self() };
	pthread_t reader;
	void *taken;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	slow.pipe = ends[0];
	sigaction(SIGUSR1, &action, &before);
	assert_int_equal(pthread_create(&reader, NULL, swallow, &slow), 0);
	assert_int_equal(fd_write(ends[1], bytes, sizeof(bytes)), 0);
	close(ends[1]);
	pthread_join(reader, &taken);
	sigaction(SIGUSR1, &before, NULL);
	close(ends[0]);
	assert_int_equal((size_t)taken, MUCH);
	assert_true(interruptions > 0);
}

static void what_cannot_be_written_is_said(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fd_write(ends[0], "x", 1), -EBADF);
	close(ends[0]);
	close(ends[1]);
}

static void a_part_of_a_file_is_read_whole_or_not_at_all(void **state)
{
	drop(file_close) FILE *file = tmpfile();
	char part[4];

	(void)state;
	assert_non_null(file);
	assert_int_equal(fd_write(fileno(file), "0123456789", 10), 0);
	assert_int_equal(fd_read(fileno(file), part, sizeof(part), 6), 0);
	assert_memory_equal(part, "6789", 4);
	assert_int_equal(fd_read(fileno(file), part, sizeof(part), 7), -ENODATA);
	assert_int_equal(fd_read(-1, part, sizeof(part), 0), -EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_written_whatever_interrupts),
		cmocka_unit_test(what_cannot_be_written_is_said),
		cmocka_unit_test(a_part_of_a_file_is_read_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
