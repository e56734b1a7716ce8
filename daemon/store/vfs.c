/* SPDX-License-Identifier: MIT */
/*
 * SQLite writes a page by a call each, and in the WAL the header before it by another: a note took fourteen, a checkpoint
 * a thousand. They follow one another in the file: they are gathered, and written before anything else is asked of
 * the file, at the latest by its sync. So what fails, fails before SQLite believes that they are there.
 */
#include "daemon/store/vfs.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define GATHERED (68 * 1024) /* 16 pages of ours; SQLite knows none of more than 64 KiB */
#define ZEROS    (64 * 1024)
#define STEP     (4 * ZEROS)

struct vfs_file {
	struct sqlite3_file base;
	char *gathered;
	int size;          /* of what is */
	sqlite3_int64 at;  /* where it belongs */
	sqlite3_int64 end; /* of the file; not before it */
	bool steps;        /* it becomes longer by steps */
	/* The file as it is without us, of a length that its methods know; SQLite aligns it so. */
	int64_t real[];
};

static struct vfs_file *file_of(struct sqlite3_file *base)
{
	return (struct vfs_file *)((char *)base - offsetof(struct vfs_file, base));
}

static struct sqlite3_file *real_of(struct vfs_file *file)
{
	return (struct sqlite3_file *)file->real;
}

static int write_real(struct vfs_file *file, int size, sqlite3_int64 at)
{
	struct sqlite3_file *real = real_of(file);
	int rc = real->pMethods->xWrite(real, file->gathered, size, at);

	if (rc == SQLITE_OK && at + size > file->end)
		file->end = at + size;
	return rc;
}

/*
 * The sync of a file that became longer writes its inode as well. So it becomes longer by steps, of zeros, which are no
 * page's header. They are for speed only: what the commit needs was written before, so it matters not why they cannot be.
 */
static void grow(struct vfs_file *file)
{
	sqlite3_int64 end = file->end - file->end % STEP + STEP;
	int rc = SQLITE_OK;

	memset(file->gathered, 0, ZEROS);
	while (rc == SQLITE_OK && file->end < end)
		rc = write_real(file, (int)(end - file->end < ZEROS ? end - file->end : ZEROS),
				file->end);
}

/* What cannot be written is forgotten: its transaction fails, or did. */
static int write_gathered(struct vfs_file *file)
{
	sqlite3_int64 end = file->end;
	int size = file->size;

	file->size = 0;
	if (!size)
		return SQLITE_OK;
	int rc = write_real(file, size, file->at);
	if (rc == SQLITE_OK && file->steps && file->end > end)
		grow(file);
	return rc;
}

static int on_write(struct sqlite3_file *base, const void *bytes, int size, sqlite3_int64 at)
{
	struct vfs_file *file = file_of(base);
	bool follows = at == file->at + file->size && size <= GATHERED - file->size;
	int rc = follows ? SQLITE_OK : write_gathered(file);

	if (rc != SQLITE_OK)
		return rc;
	if (!file->size)
		file->at = at;
	memcpy(file->gathered + file->size, bytes, (size_t)size);
	file->size += size;
	return SQLITE_OK;
}

static int on_read(struct sqlite3_file *base, void *bytes, int size, sqlite3_int64 at)
{
	struct sqlite3_file *real = real_of(file_of(base));
	int rc = write_gathered(file_of(base));

	return rc == SQLITE_OK ? real->pMethods->xRead(real, bytes, size, at) : rc;
}

static int on_truncate(struct sqlite3_file *base, sqlite3_int64 size)
{
	struct sqlite3_file *real = real_of(file_of(base));
	int rc = write_gathered(file_of(base));

	if (rc == SQLITE_OK)
		rc = real->pMethods->xTruncate(real, size);
	if (rc == SQLITE_OK)
		file_of(base)->end = size;
	return rc;
}

static int on_sync(struct sqlite3_file *base, int flags)
{
	struct sqlite3_file *real = real_of(file_of(base));
	int rc = write_gathered(file_of(base));

	return rc == SQLITE_OK ? real->pMethods->xSync(real, flags) : rc;
}

static int on_size(struct sqlite3_file *base, sqlite3_int64 *size)
{
	struct sqlite3_file *real = real_of(file_of(base));
	int rc = write_gathered(file_of(base));

	return rc == SQLITE_OK ? real->pMethods->xFileSize(real, size) : rc;
}

static int on_control(struct sqlite3_file *base, int what, void *value)
{
	struct sqlite3_file *real = real_of(file_of(base));
	int rc = write_gathered(file_of(base));

	return rc == SQLITE_OK ? real->pMethods->xFileControl(real, what, value) : rc;
}

static int on_lock(struct sqlite3_file *base, int level)
{
	struct sqlite3_file *real = real_of(file_of(base));

	return real->pMethods->xLock(real, level);
}

static int on_unlock(struct sqlite3_file *base, int level)
{
	struct sqlite3_file *real = real_of(file_of(base));
	int rc = write_gathered(file_of(base)), unlocked = real->pMethods->xUnlock(real, level);

	return rc == SQLITE_OK ? unlocked : rc;
}

static int on_check_lock(struct sqlite3_file *base, int *locked)
{
	struct sqlite3_file *real = real_of(file_of(base));

	return real->pMethods->xCheckReservedLock(real, locked);
}

static int on_sector(struct sqlite3_file *base)
{
	struct sqlite3_file *real = real_of(file_of(base));

	return real->pMethods->xSectorSize(real);
}

static int on_device(struct sqlite3_file *base)
{
	struct sqlite3_file *real = real_of(file_of(base));

	return real->pMethods->xDeviceCharacteristics(real);
}

static int on_close(struct sqlite3_file *base)
{
	struct vfs_file *file = file_of(base);
	struct sqlite3_file *real = real_of(file);
	int rc = write_gathered(file), closed = real->pMethods->xClose(real);

	free(file->gathered);
	return rc == SQLITE_OK ? closed : rc;
}

/* Version 1: with an exclusive lock neither file is mapped, nor any memory shared. */
static const struct sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = on_close,
	.xRead = on_read,
	.xWrite = on_write,
	.xTruncate = on_truncate,
	.xSync = on_sync,
	.xFileSize = on_size,
	.xLock = on_lock,
	.xUnlock = on_unlock,
	.xCheckReservedLock = on_check_lock,
	.xFileControl = on_control,
	.xSectorSize = on_sector,
	.xDeviceCharacteristics = on_device,
};

static int open_gathering(struct sqlite3_vfs *real, const char *name, struct vfs_file *file,
			  int flags, int *how)
{
	int rc;

	file->base.pMethods = NULL;
	file->size = 0;
	file->end = 0;
	file->gathered = malloc(GATHERED);
	if (!file->gathered)
		return SQLITE_NOMEM;
	rc = real->xOpen(real, name, real_of(file), flags, how);
	if (rc != SQLITE_OK) {
		free(file->gathered);
		return rc;
	}
	file->base.pMethods = &methods;
	/* Where its length is not known, nothing that is there may become zeros. */
	file->steps = flags & SQLITE_OPEN_WAL &&
		      real_of(file)->pMethods->xFileSize(real_of(file), &file->end) == SQLITE_OK;
	return SQLITE_OK;
}

static int on_open(struct sqlite3_vfs *vfs, const char *name, struct sqlite3_file *file, int flags,
		   int *how)
{
	struct sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	(void)vfs;
	return flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)
		       ? open_gathering(real, name, file_of(file), flags, how)
		       : real->xOpen(real, name, file, flags, how);
}

int vfs_register(void)
{
	static struct sqlite3_vfs vfs; /* SQLite's list of them is the process's */
	struct sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	if (!real)
		return -ENOMEM;
	if (sqlite3_vfs_find(VFS_NAME))
		return 0;
	vfs = *real;
	vfs.zName = VFS_NAME;
	vfs.szOsFile += (int)sizeof(struct vfs_file);
	vfs.xOpen = on_open;
	return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? 0 : -ENOMEM;
}
