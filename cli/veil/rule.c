/* SPDX-License-Identifier: MIT */
#include "cli/veil/rule.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/file.h"

/*
 * A token is tried only where it can begin, and never given back, so that the work stays linear. What
 * looks like an address is hidden although it may be a version of four parts: to hide too much is the
 * smaller evil. Names of hosts cannot be told from other words: those the log knows are hidden, for
 * others there is the file.
 */
#define BYTE   "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"
#define GROUP  "[0-9a-f]{1,4}"
#define GROUPS GROUP "(?::" GROUP "){0,6}"

static const struct {
	const char *name, *expression;
} table[] = {
	{ "e-mail", "(?<![\\w.+%-])[\\w.+%-]++@[\\w-]++(?:\\.[\\w-]++)*+" },
	{ "IP address", "(?<!\\d)(?<!\\d\\.)(?:" BYTE "\\.){3}" BYTE "(?!\\d)(?!\\.\\d)" },
	{ "MAC address", "(?<![[:alnum:]])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![[:alnum:]])" },
	{ "IP address", "(?<![[:alnum:]])(?!::(?![0-9a-f]))(?:" GROUP "(?::" GROUP "){7}|(?:" GROUPS
			")?::(?:" GROUPS ")?)(?![[:alnum:]])(?!:[[:alnum:]])" },
};

static int add(struct rules *rules, const char *name, size_t size, const char *expression,
	       char message[PATTERN_MESSAGE])
{
	struct rule *grown = reallocarray(rules->rules, rules->count + 1, sizeof(*grown));
	struct rule rule;

	if (!grown)
		return -ENOMEM;
	rules->rules = grown;
	rule.pattern = pattern_new(expression, message);
	if (!rule.pattern)
		return 1;
	rule.name = strndup(name, size);
	if (!rule.name) {
		pattern_free(rule.pattern);
		return -ENOMEM;
	}
	grown[rules->count++] = rule;
	return 0;
}

int rules_add_table(struct rules *rules)
{
	char message[PATTERN_MESSAGE];
	int r = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]) && r == 0; i++)
		r = add(rules, table[i].name, strlen(table[i].name), table[i].expression, message);
	return r ? -ENOMEM : 0;
}

#define NAME_BYTES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"

bool rule_name_is_right(const char *name)
{
	return *name && !name[strspn(name, NAME_BYTES "_")];
}

int rules_add(struct rules *rules, const char *name, const char *expression,
	      char message[PATTERN_MESSAGE])
{
	if (rule_name_is_right(name))
		return add(rules, name, strlen(name), expression, message);
	snprintf(message, PATTERN_MESSAGE, "a name has letters, digits, - and _");
	return 1;
}

/* "NAME EXPRESSION", or nothing. */
static int add_line(struct rules *rules, const char *line, char message[PATTERN_MESSAGE])
{
	size_t name = strspn(line, NAME_BYTES), blank = strspn(line + name, " \t");
	const char *expression = line + name + blank;

	if (!*line || *line == '#')
		return 0;
	if (name && blank && *expression)
		return add(rules, line, name, expression, message);
	snprintf(message, PATTERN_MESSAGE,
		 "a rule is a name and a regular expression: "
		 "ticket  OPS-\\d+");
	return 1;
}

int rules_add_file(struct rules *rules, const char *file, char message[RULE_MESSAGE])
{
	drop(buffer_free) struct buffer content = { 0 };
	char why[PATTERN_MESSAGE] = "it is no text in UTF-8, or too large";
	int r = file_read(file, &content, NULL);
	size_t number = 1;

	if (r != 0) {
		snprintf(message, RULE_MESSAGE, "%.400s: %s", file, r < 0 ? strerror(-r) : why);
		return 1;
	}
	for (char *line = content.data, *end; line && *line && r == 0; line = end, number++) {
		end = line + strcspn(line, "\n");
		end += *end ? (*end = '\0', 1) : 0;
		line[strcspn(line, "\r")] = '\0';
		r = add_line(rules, line + strspn(line, " \t"), why);
		if (r > 0)
			snprintf(message, RULE_MESSAGE, "%.400s:%zu: %s", file, number, why);
	}
	return r;
}

void rules_free(struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		pattern_free(rules->rules[i].pattern);
		free(rules->rules[i].name);
	}
	free(rules->rules);
	*rules = (struct rules){ 0 };
}
