/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/wal.h"

/*
 * After a failed fsync the kernel calls pages clean that never reached the disk. Writing them again is
 * all that helps, so that is what is watched here: the calls that this program makes of the kernel.
 */
#define SIZE 600000

static size_t written, synced;
static int sync_error;

/* In place of the C library's, for what is linked into this test. */
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	written += size;
	return syscall(SYS_pwrite64, fd, bytes, size, at);
}

int fdatasync(int fd)
{
	synced++;
	if (sync_error) {
		errno = sync_error;
		return -1;
	}
	return (int)syscall(SYS_fdatasync, fd);
}

static char path[] = "/tmp/test-wal-XXXXXX";

static void make(char bytes[SIZE])
{
	int fd = mkstemp(path);

	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 31);
	assert_int_equal(write(fd, bytes, SIZE), SIZE);
	close(fd);
	written = synced = 0;
	sync_error = 0;
}

static void every_byte_is_written_again_in_place_and_synced(void **state)
{
	static char before[SIZE], after[SIZE + 1];

	(void)state;
	make(before);
	assert_int_equal(wal_rewrite(path), 0);
	assert_int_equal(written, SIZE);
	assert_true(synced >= 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_equal(read(fd, after, sizeof(after)), SIZE);
	close(fd);
	assert_memory_equal(before, after, SIZE);
	unlink(path);
}

static void a_disk_that_cannot_sync_it_is_not_served_from(void **state)
{
	static char bytes[SIZE];

	(void)state;
	memcpy(path + strlen(path) - 6, "XXXXXX", 6);
	make(bytes);
	sync_error = EIO;
	assert_int_equal(wal_rewrite(path), -EIO);
	unlink(path);
}

static void without_a_wal_there_is_nothing_to_do(void **state)
{
	(void)state;
	written = synced = 0;
	assert_int_equal(wal_rewrite("/tmp/there-is-no-such-wal"), 0);
	assert_int_equal(written, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_is_written_again_in_place_and_synced),
		cmocka_unit_test(a_disk_that_cannot_sync_it_is_not_served_from),
		cmocka_unit_test(without_a_wal_there_is_nothing_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
