/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
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
#define SIZE   600000
#define HEADER 32
#define FRAME  (24 + 4096)

static size_t written, synced;
static int sync_error;
static bool interrupted; /* every second call by a signal; the others do a part of it */
static unsigned calls;

static bool is_interrupted(size_t *size)
{
	if (!interrupted)
		return false;
	*size = (*size + 1) / 2;
	errno = EINTR;
	return ++calls % 2;
}

/* In place of the C library's, for what is linked into this test. */
ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
	return is_interrupted(&size) ? -1 : syscall(SYS_pread64, fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	if (is_interrupted(&size))
		return -1;
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

/* A WAL of which the first frames are of the present run. */
static void make(char bytes[SIZE], size_t frames)
{
	static const char header[16] = "\x37\x7f\x06\x82\0\x2d\xe2\x18\0\0\x10\0\0\0\0\1";
	int fd;

	memcpy(path + strlen(path) - 6, "XXXXXX", 6);
	fd = mkstemp(path);
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 31);
	memcpy(bytes, header, sizeof(header));
	for (size_t i = 0; i < frames && HEADER + i * FRAME + 24 < SIZE; i++)
		memcpy(bytes + HEADER + i * FRAME + 8, bytes + 16, 8);
	assert_int_equal(write(fd, bytes, SIZE), SIZE);
	close(fd);
	written = synced = 0;
	sync_error = 0;
	interrupted = false;
}

static void assert_holds(const char bytes[SIZE])
{
	static char after[SIZE + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_int_equal(read(fd, after, sizeof(after)), SIZE);
	close(fd);
	assert_memory_equal(bytes, after, SIZE);
}

static void every_byte_is_written_again_in_place_and_synced(void **state)
{
	static char before[SIZE];

	(void)state;
	make(before, SIZE);
	assert_int_equal(wal_rewrite(path), 0);
	assert_int_equal(written, SIZE);
	assert_true(synced >= 1);
	assert_holds(before);
	unlink(path);
}

static void calls_that_a_signal_interrupts_go_on(void **state)
{
	static char before[SIZE];

	(void)state;
	make(before, SIZE);
	interrupted = true;
	assert_int_equal(wal_rewrite(path), 0);
	assert_int_equal(written, SIZE);
	wal_forget(path);
	interrupted = false;
	memset(before, 0, HEADER);
	assert_holds(before);
	unlink(path);
}

static void what_is_left_of_an_earlier_run_is_not(void **state)
{
	static char before[SIZE];

	(void)state;
	make(before, 3);
	assert_int_equal(wal_rewrite(path), 0);
	assert_int_equal(written, HEADER + 3 * FRAME);
	assert_true(synced >= 1);
	assert_holds(before);
	unlink(path);
}

static void of_what_was_forgotten_nothing_is_and_the_room_stays(void **state)
{
	static char bytes[SIZE];

	(void)state;
	make(bytes, SIZE);
	wal_forget(path);
	written = synced = 0;
	assert_int_equal(wal_rewrite(path), 0);
	assert_int_equal(written + synced, 0);
	memset(bytes, 0, HEADER);
	assert_holds(bytes);
	unlink(path);
}

static void a_disk_that_cannot_sync_it_is_not_served_from(void **state)
{
	static char bytes[SIZE];

	(void)state;
	make(bytes, SIZE);
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
		cmocka_unit_test(calls_that_a_signal_interrupts_go_on),
		cmocka_unit_test(what_is_left_of_an_earlier_run_is_not),
		cmocka_unit_test(of_what_was_forgotten_nothing_is_and_the_room_stays),
		cmocka_unit_test(a_disk_that_cannot_sync_it_is_not_served_from),
		cmocka_unit_test(without_a_wal_there_is_nothing_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
