/* SPDX-License-Identifier: MIT */
#include "daemon/config.h"

int config_read(struct config *config, const struct config_source *source,
		struct setting_fault *fault)
{
	drop(settings_free) struct settings settings = { 0 };
	enum log_level level = LOG_INFO_LEVEL;
	int r = settings_read(&settings, &source->files, fault);

	if (r < 0)
		return r;
	log_level_of(settings_text(&settings, SETTING_LOG_LEVEL), &level);
	*config = (struct config){
		.log_level = source->log_level ? *source->log_level : level,
		.peers = (unsigned)settings_number(&settings, SETTING_CONNECTIONS),
		.peers_user = (unsigned)settings_number(&settings, SETTING_CONNECTIONS_USER),
		.ballast = (int)settings_number(&settings, SETTING_BALLAST),
	};
	return r;
}
