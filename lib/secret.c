/* SPDX-License-Identifier: MIT */
#include "lib/secret.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "lib/secret-value.h"

/*
 * One table: every rule has an introducer, and a matcher that decides whether a secret follows.
 * The text is walked once and every rule is tried at every byte, so the first secret is found
 * first. The work stays linear on hostile text: a matcher that is not sure yet looks at value_look
 * bytes at most, and a token is read only where one can begin.
 */
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"
#define ALNUM UPPER LOWER DIGIT
#define BLANK " \t"

struct place {
	const char *text;
	const char *at;    /* where the introducer begins */
	const char *after; /* and ends */
};

struct rule {
	const char *name;
	bool (*match)(const struct rule *rule, const struct place *place, struct secret *found);
	const char *introducer; /* '?' may be '_', '-', a space or nothing */
	size_t least;           /* bytes of the value, or after the prefix */
	const char *set;        /* a token's bytes; a program's option */
	bool exact;             /* the token has no more than that */
};

static bool take(const struct place *place, const char *from, size_t size, struct secret *found)
{
	found->start = (size_t)(from - place->text);
	found->size = size;
	return true;
}

static bool take_value(const struct rule *rule, const struct place *place,
		       const struct value *value, struct secret *found)
{
	return value_is_secret(value, rule->least) &&
	       take(place, value->text, value_whole(value), found);
}

/* Does the word belong to an option, as in --db-password? */
static bool is_option(const struct place *place)
{
	const char *begin = place->at;

	while (begin > place->text && place->at - begin < value_look &&
	       (isalnum((unsigned char)begin[-1]) || strchr("_-", begin[-1])))
		begin--;
	return *begin == '-';
}

/* password=…, "password": "…", password := …, --password …; but not password == … */
static bool match_named(const struct rule *rule, const struct place *place, struct secret *found)
{
	const char *at = place->after + value_while(place->after, "\\\"'`");
	struct value value;
	size_t size;

	at += value_while(at, BLANK);
	size = value_while(at, ":=>");
	if (!size && (at == place->after || *at == '-' || !is_option(place)))
		return false;
	if (size > 2 || *at == '>' || (size == 2 && at[0] == at[1]))
		return false;
	value = value_read(at + size, size && memchr(at, '=', size));
	return take_value(rule, place, &value, found);
}

/* Authorization: Bearer … */
static bool match_spaced(const struct rule *rule, const struct place *place, struct secret *found)
{
	struct value value = value_read(place->after, false);

	return value.text > place->after && take_value(rule, place, &value, found);
}

/* Nothing that a token may hold stands before it, or it is the middle of something else. */
static bool begins_token(const struct place *place)
{
	return place->at == place->text || !strchr(ALNUM "_-", place->at[-1]);
}

static bool match_token(const struct rule *rule, const struct place *place, struct secret *found)
{
	size_t size;

	if (!begins_token(place))
		return false;
	size = strspn(place->after, rule->set);
	if (size < rule->least || (rule->exact && size > rule->least))
		return false;
	return take(place, place->at, (size_t)(place->after - place->at) + size, found);
}

/* Two or three parts of base64url with dots between them; the first two are JSON objects. */
static bool match_jwt(const struct rule *rule, const struct place *place, struct secret *found)
{
	size_t first = begins_token(place) ? strspn(place->at, rule->set) : 0;
	const char *second = place->at + first + 1;
	size_t size;

	if (first < rule->least || second[-1] != '.' || strncmp(second, rule->introducer, 3) != 0)
		return false;
	size = first + 1 + strspn(second, rule->set);
	if (place->at[size] == '.')
		size += 1 + strspn(place->at + size + 1, rule->set);
	return take(place, place->at, size, found);
}

/* To the line that ends it, or all that is there. */
static bool match_private_key(const struct rule *rule, const struct place *place,
			      struct secret *found)
{
	static const char what[] = "PRIVATE KEY", end_line[] = "-----END ", dashes[] = "-----";
	size_t title = value_while(place->after, rule->set);
	const char *end;

	if (!memmem(place->after, title, what, strlen(what)))
		return false;
	end = strstr(place->after, end_line);
	end = end ? strstr(end + strlen(end_line), dashes) : NULL;
	return take(place, place->at,
		    end ? (size_t)(end + strlen(dashes) - place->at) : strlen(place->at), found);
}

/* scheme://user:password@host */
static bool match_url(const struct rule *rule, const struct place *place, struct secret *found)
{
	size_t size = value_until(place->after, " \t\r\n\"'`<>/?#");
	const char *at = memrchr(place->after, '@', size);
	const char *colon = at ? memchr(place->after, ':', (size_t)(at - place->after)) : NULL;
	struct value value = { .given = true, .ends = "@" };

	if (!colon)
		return false;
	value.text = colon + 1;
	value.size = (size_t)(at - value.text);
	return value_is_secret(&value, rule->least) && take(place, value.text, value.size, found);
}

/* The value of the rule's option on the same line, such as the -p of mysql -phunter2. */
static const char *find_option(const struct rule *rule, const struct place *place)
{
	size_t line = value_until(place->after, "\r\n");
	const char *option = memmem(place->after, line, rule->set, strlen(rule->set));

	return option ? option + strlen(rule->set) : NULL;
}

static bool match_option(const struct rule *rule, const struct place *place, struct secret *found)
{
	const char *option = find_option(rule, place);
	struct value value;

	if (!option || strchr(BLANK "\r\n-", *option))
		return false;
	value = value_read(option, true);
	return take_value(rule, place, &value, found);
}

/* curl -u user:password */
static bool match_login(const struct rule *rule, const struct place *place, struct secret *found)
{
	const char *option = find_option(rule, place);
	struct value value = value_read(option ? option : "", true);
	const char *colon = memchr(value.text, ':', value.size);

	if (!colon)
		return false;
	value.size -= (size_t)(colon + 1 - value.text);
	value.text = colon + 1;
	return take_value(rule, place, &value, found);
}

static const struct rule rules[] = {
	{ "private key", match_private_key, "-----BEGIN ", 0, UPPER DIGIT " -", false },
	{ "AWS access key", match_token, "AKIA", 16, UPPER DIGIT, true },
	{ "AWS access key", match_token, "ASIA", 16, UPPER DIGIT, true },
	{ "GitHub token", match_token, "ghp_", 36, ALNUM, false },
	{ "GitHub token", match_token, "gho_", 36, ALNUM, false },
	{ "GitHub token", match_token, "ghu_", 36, ALNUM, false },
	{ "GitHub token", match_token, "ghs_", 36, ALNUM, false },
	{ "GitHub token", match_token, "ghr_", 36, ALNUM, false },
	{ "GitHub token", match_token, "github_pat_", 22, ALNUM "_", false },
	{ "GitLab token", match_token, "glpat-", 20, ALNUM "_-", false },
	{ "Slack token", match_token, "xoxa-", 10, ALNUM "-", false },
	{ "Slack token", match_token, "xoxb-", 10, ALNUM "-", false },
	{ "Slack token", match_token, "xoxp-", 10, ALNUM "-", false },
	{ "Slack token", match_token, "xoxr-", 10, ALNUM "-", false },
	{ "Slack token", match_token, "xoxs-", 10, ALNUM "-", false },
	{ "Stripe key", match_token, "sk_live_", 16, ALNUM, false },
	{ "Stripe key", match_token, "rk_live_", 16, ALNUM, false },
	{ "JSON web token", match_jwt, "eyJ", 10, ALNUM "_-", false },
	{ "bearer token", match_spaced, "authorization: bearer", 4, NULL, false },
	{ "bearer token", match_spaced, "bearer", 16, NULL, false },
	{ "password", match_spaced, "authorization: basic", 8, NULL, false },
	{ "token", match_spaced, "authorization: token", 8, NULL, false },
	{ "password", match_url, "://", 3, NULL, false },
	{ "password", match_option, "mysql", 4, " -p", false },
	{ "password", match_option, "mariadb", 4, " -p", false },
	{ "password", match_option, "sshpass", 4, " -p", false },
	{ "password", match_option, "sshpass", 4, " -p ", false },
	{ "password", match_option, "redis-cli", 4, " -a ", false },
	{ "password", match_option, "ldap", 4, " -w ", false },
	{ "password", match_login, "curl", 4, " -u ", false },
	{ "password", match_login, "curl", 4, " --user ", false },
	{ "AWS secret key", match_named, "secret?access?key", 16, NULL, false },
	{ "API key", match_named, "api?key", 6, NULL, false },
	{ "API key", match_named, "access?key", 6, NULL, false },
	{ "password", match_named, "password", 4, NULL, false },
	{ "password", match_named, "passwd", 4, NULL, false },
	{ "password", match_named, "passphrase", 4, NULL, false },
	{ "password", match_named, "pwd", 4, NULL, false },
	{ "password", match_named, "_pass", 4, NULL, false },
	{ "token", match_named, "token", 6, NULL, false },
	{ "secret", match_named, "secret", 4, NULL, false },
	{ "secret", match_named, "secret?key", 6, NULL, false },
};

/* Without a locale: in a Turkish one, I is no capital i. */
static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

/* The introducer's end where text begins with it, in any case of letters; else NULL. */
static const char *introduced(const char *text, const char *introducer)
{
	for (; *introducer; introducer++) {
		if (*introducer == '?')
			text += *text && strchr("_- ", *text);
		else if (lower(*text) != lower(*introducer))
			return NULL;
		else
			text++;
	}
	return text;
}

static int match_any(struct place *place, struct secret *found)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		place->after = introduced(place->at, rules[i].introducer);
		if (!place->after || !rules[i].match(&rules[i], place, found))
			continue;
		found->name = rules[i].name;
		return 1;
	}
	return 0;
}

int secret_find(const char *text, struct secret *found)
{
	struct place place = { .text = text };

	for (place.at = text; *place.at; place.at++)
		if (match_any(&place, found))
			return 1;
	return 0;
}
