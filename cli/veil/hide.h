/* SPDX-License-Identifier: MIT */
#pragma once

/* What is hidden in one text, and the count of it. */
#include <jansson.h>

#include "cli/veil/names.h"
#include "cli/veil/rule.h"
#include "lib/buffer.h"

#define HIDE_PSEUDONYM 32

struct hide {
	bool redact;
	struct names people, hosts; /* without a pattern: not hidden */
	struct rules rules;
	json_t *counts; /* {"password": 2}, in the order in which they were met */
};

/* "Engineer A" … "Engineer Z", "Engineer AA" … */
char *hide_pseudonym(size_t person, char text[HIDE_PSEUDONYM]);

/* Hide what is in a JSON string; counted: and count it. 0 or -ENOMEM. */
int hide_string(struct hide *hide, json_t *string, bool counted);

/* "Redacted: 2 × password, 1 × host." */
void hide_footer(struct buffer *out, const struct hide *hide);

json_t *hide_json(const struct hide *hide);

void hide_free(struct hide *hide);
