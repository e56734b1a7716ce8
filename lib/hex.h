/* SPDX-License-Identifier: MIT */
#pragma once

/* Bytes as hexadecimal digits, lower case: salts, leaves and hashes on the wire. */
#include <stddef.h>
#include <stdint.h>

/* 0, or 1 if text is not exactly `size` bytes. */
int hex_read(const char *text, uint8_t *bytes, size_t size);
