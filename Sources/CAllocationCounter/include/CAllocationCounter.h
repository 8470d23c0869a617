#ifndef LANGEVIN_ALLOCATION_COUNTER_H
#define LANGEVIN_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/* Linked into a program with the GNU C library, this target takes the place of malloc, calloc, realloc,
   posix_memalign, aligned_alloc and memalign: each call is counted and handed on. With any other C
   library nothing is replaced and nothing is counted. */

/* Whether calls are counted at all. */
bool allocation_counter_works(void);

/* Calls so far, of all threads together. */
uint64_t allocation_count(void);

/* Calls so far of the calling thread: other threads at work do not disturb it. */
uint64_t allocation_count_of_this_thread(void);

#endif
