/* SPDX-License-Identifier: MIT */
/* Half the watchdog's time is a beat; one that does not come back is waited for, and none is added to it. */
#include "daemon/server-pulse.h"

#include <stddef.h>

#include "daemon/notify.h"
#include "daemon/storage.h"

enum { microseconds = 1000 }; /* in a millisecond */

static void do_nothing(struct job *job, struct store *store)
{
	(void)job;
	(void)store;
}

static void on_beat(struct job *job)
{
	struct pulse *pulse = (struct pulse *)((char *)job - offsetof(struct pulse, job));

	pulse->beating = false;
	notify("WATCHDOG=1");
}

static void on_timer(uv_timer_t *timer)
{
	struct pulse *pulse = timer->data;
	bool writing = storage_is_writing(pulse->storage);

	if (pulse->beating && writing)
		notify("WATCHDOG=1");
	if (pulse->beating)
		return;
	pulse->beating = true;
	pulse->job = (struct job){ .run = do_nothing, .done = on_beat };
	storage_submit(pulse->storage, &pulse->job);
}

void pulse_init(struct pulse *pulse, uv_loop_t *loop)
{
	uv_timer_init(loop, &pulse->timer);
	pulse->timer.data = pulse;
}

void pulse_start(struct pulse *pulse, struct storage *storage)
{
	uint64_t period = notify_watchdog() / microseconds / 2;

	pulse->storage = storage;
	if (period)
		uv_timer_start(&pulse->timer, on_timer, period, period);
}

void pulse_close(struct pulse *pulse)
{
	if (!uv_is_closing((uv_handle_t *)&pulse->timer))
		uv_close((uv_handle_t *)&pulse->timer, NULL);
}
