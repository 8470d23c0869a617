#include "CGSLSupport.h"

/* Salmon et al. (SC'11), section 3.3 and Random123's philox.h: the multipliers, and the Weyl
   increments of the key (the golden ratio and sqrt(3) - 1 as 32-bit fractions). */
static const uint32_t multiplier0 = 0xD2511F53u;
static const uint32_t multiplier1 = 0xCD9E8D57u;
static const uint32_t weyl0 = 0x9E3779B9u;
static const uint32_t weyl1 = 0xBB67AE85u;

void philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; ++round) {
    uint64_t p0 = (uint64_t)multiplier0 * c0;
    uint64_t p1 = (uint64_t)multiplier1 * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    k0 += weyl0;
    k1 += weyl1;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

static void set_seed(void *memory, unsigned long seed) {
  cgsl_philox_state *state = memory;
  state->counter[0] = state->counter[1] = 0;
  state->key[0] = (uint32_t)seed;
  state->key[1] = (uint32_t)((uint64_t)seed >> 32);
  for (int i = 0; i < 4; ++i) state->words[i] = 0;
  state->used = 4;
}

static void next_block(cgsl_philox_state *state) {
  const uint32_t counter[4] = {
      (uint32_t)state->counter[0],
      (uint32_t)(state->counter[0] >> 32),
      (uint32_t)state->counter[1],
      (uint32_t)(state->counter[1] >> 32),
  };
  philox4x32_10(counter, state->key, state->words);
  state->counter[0] += 1;
  if (state->counter[0] == 0) state->counter[1] += 1;
  state->used = 0;
}

static unsigned long get(void *memory) {
  cgsl_philox_state *state = memory;
  if (state->used == 4) next_block(state);
  return state->words[state->used++];
}

static double get_double(void *memory) {
  return (double)get(memory) * 0x1p-32;
}

static const gsl_rng_type philox_type = {
    .name = "philox4x32-10",
    .max = 0xffffffffUL,
    .min = 0,
    .size = sizeof(cgsl_philox_state),
    .set = set_seed,
    .get = get,
    .get_double = get_double,
};

const gsl_rng_type *cgsl_philox4x32_10_type(void) {
  return &philox_type;
}
