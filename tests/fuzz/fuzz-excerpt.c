/* SPDX-License-Identifier: MIT */
/* An excerpt of any bytes, packed or not: refused, or read within them, and packed again it is the same. */
#include "daemon/store/excerpt.h"
#include "tests/fuzz/fuzz.h"

static void is_within_its_bytes(const struct excerpt *excerpt)
{
	must(excerpt->count <= EXCERPT_EVENTS);
	for (size_t i = 0; i < excerpt->count; i++) {
		const struct excerpt_entry *entry = &excerpt->entries[i];

		must(entry->text + (size_t)entry->size <= excerpt->bytes.size);
		must(entry->incident + sizeof(struct id) <= excerpt->bytes.size);
	}
}

static int unpack(struct excerpt *excerpt, const void *packed, size_t size)
{
	excerpt_begin(excerpt, 0);
	int r = excerpt_unpack(excerpt, packed, size);

	must(r == 0 || r == 1);
	is_within_its_bytes(excerpt);
	return r;
}

static void try_packed(const void *packed, size_t size)
{
	drop(excerpt_free) struct excerpt *once = excerpt_new(), *twice = excerpt_new();
	drop(buffer_free) struct buffer again = { 0 };

	must(once && twice);
	if (unpack(once, packed, size) != 0)
		return;
	must(excerpt_pack(once, &again) == 0 && unpack(twice, again.data, again.size) == 0);
	must(once->bytes.size == twice->bytes.size);
	must(memcmp(once->bytes.data, twice->bytes.data, once->bytes.size) == 0);
}

/* As what would come out, so that its heads are found without a way through LZ4. */
static void try_unpacked(const uint8_t *data, size_t size)
{
	drop(excerpt_free) struct excerpt *bytes = excerpt_new();
	drop(buffer_free) struct buffer packed = { 0 };

	must(bytes);
	buffer_add(&bytes->bytes, data, size);
	must(excerpt_pack(bytes, &packed) == 0);
	try_packed(packed.data, packed.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_packed(data, size);
	try_unpacked(data, size);
	return 0;
}
