#include "CAllocationCounter.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

static atomic_uint_fast64_t total;
static _Thread_local uint64_t of_this_thread;

uint64_t allocation_count(void) { return atomic_load_explicit(&total, memory_order_relaxed); }

uint64_t allocation_count_of_this_thread(void) { return of_this_thread; }

#ifdef __GLIBC__

bool allocation_counter_works(void) { return true; }

/* The library's own allocator under the names it keeps for those who replace it. */
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static void count(void) {
  atomic_fetch_add_explicit(&total, 1, memory_order_relaxed);
  of_this_thread += 1;
}

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
  count();
  return __libc_calloc(items, size);
}

void *realloc(void *old, size_t size) {
  count();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  count();
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *place = memory;
  return 0;
}

#else

bool allocation_counter_works(void) { return false; }

#endif
