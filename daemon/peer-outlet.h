/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The writing half of a connection: bytes are collected in `out`, and leave in one write.
 */
#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

#include "lib/buffer.h"

struct outlet {
	/* The owner's. */
	uv_stream_t *stream;
	void (*written)(void *owner,
			int status); /* what the socket did not take at once is gone: 0 or -errno */
	void *owner;
	struct buffer out;

	/* Its own. */
	struct buffer sent;
	uv_write_t write;
	bool writing;
};

/* Write what is there, if nothing is being written. 0 or -errno. */
int outlet_flush(struct outlet *outlet);

/* Bytes that the socket has not taken yet. */
size_t outlet_size(const struct outlet *outlet);

/* Nobody will read what was not written yet. */
void outlet_drop(struct outlet *outlet);

/* The stream is closed, so nothing is being written. */
void outlet_free(struct outlet *outlet);
