/* SPDX-License-Identifier: MIT */
/* One timer for all who rest, for the one whose rest ends first: who has not rested enough then waits again. */
#include "daemon/server-rest.h"

#include "daemon/ration.h"

#define MILLISECOND UINT64_C(1000000) /* in nanoseconds */

static void on_timer(uv_timer_t *timer)
{
	struct rest *rest = timer->data;

	ration_wake(rest->ration, uv_hrtime());
}

static void on_rest(void *owner, uint64_t time)
{
	struct rest *rest = owner;
	uint64_t due = time / MILLISECOND + 1;

	if (!uv_is_active((uv_handle_t *)&rest->timer) || uv_timer_get_due_in(&rest->timer) > due)
		uv_timer_start(&rest->timer, on_timer, due, 0);
}

void rest_init(struct rest *rest, uv_loop_t *loop, struct ration *ration)
{
	uv_timer_init(loop, &rest->timer);
	rest->timer.data = rest;
	rest->ration = ration;
	ration->rest = on_rest;
	ration->owner = rest;
}

void rest_spent(struct rest *rest, int64_t uid, uint64_t time)
{
	ration_spend(rest->ration, uid, uv_hrtime(), time);
}

void rest_close(struct rest *rest)
{
	uv_close((uv_handle_t *)&rest->timer, NULL);
}
