/* SPDX-License-Identifier: MIT */
#include "daemon/config.h"

#include <confuse.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/drop.h"

/* libconfuse reads the file; what a value may be is checked while it reads, so that it knows the line. */
static inline void cfg_freep(cfg_t **config)
{
	if (*config)
		cfg_free(*config);
}

__attribute__((format(printf, 2, 0))) static void on_error(cfg_t *config, const char *format,
							   va_list arguments)
{
	char text[256];

	vsnprintf(text, sizeof(text), format, arguments);
	log_error("%s:%d: %s", config->filename ? config->filename : "settings", config->line,
		  text);
}

static int check_level(cfg_t *config, cfg_opt_t *option)
{
	enum log_level level;

	if (log_level_of(cfg_opt_getnstr(option, 0), &level) == 0)
		return 0;
	cfg_error(config, "log-level: there are error, warning, notice, info and debug");
	return -1;
}

static int read_values(struct config *config, cfg_t *file)
{
	const char *level = cfg_getstr(file, "log-level");

	if (level)
		log_level_of(level, &config->log_level);
	return 0;
}

int config_read(struct config *config, const char *path)
{
	cfg_opt_t options[] = { CFG_STR("log-level", NULL, CFGF_NONE), CFG_END() };
	drop(cfg_free) cfg_t *file = cfg_init(options, CFGF_NONE);

	if (!file)
		return -ENOMEM;
	cfg_set_error_function(file, on_error);
	cfg_set_validate_func(file, "log-level", check_level);
	switch (cfg_parse(file, path)) {
	case CFG_SUCCESS:
		return read_values(config, file);
	case CFG_FILE_ERROR:
		return fail(-errno, "%s", path);
	default:
		return -EINVAL;
	}
}
