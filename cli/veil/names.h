/* SPDX-License-Identifier: MIT */
#pragma once

/* Words that are known beforehand, people or hosts, and where they stand whole in a text. */
#include "cli/veil/pattern.h"

struct names {
	struct {
		char *name;
		size_t owner; /* the same for all names of one person; from 0 on, as they came */
	} * names;
	size_t count, owners;
	size_t *order;           /* of the groups of `pattern` */
	struct pattern *pattern; /* NULL: there are none */
};

/* Add a name, once, and what else one may be called by (a host without its domain, "Bob" of "Bob Smith"). 0 or -ENOMEM. */
int names_add(struct names *names, const char *name);

/* Once all are there. 0 or -ENOMEM. */
int names_compile(struct names *names);

/* Whose it is, or SIZE_MAX. */
size_t names_owner(const struct names *names, const char *name);

/* As pattern_find(); *owner says whose name it is. */
int names_find(const struct names *names, const char *text, size_t size, size_t from,
	       struct pattern_match *match, size_t *owner);

void names_free(struct names *names);
