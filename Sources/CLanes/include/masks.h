/* Sets of lanes as bits of a word, and lanes that each write to a place of their own. */
#ifndef LANGEVIN_MASKS_H
#define LANGEVIN_MASKS_H

#include "lanes.h"

/* bit l is the highest bit of lane l */
static inline __attribute__((always_inline)) uint32_t
langevin_high_bits(langevin_u64x8 lanes) {
#ifdef LANGEVIN_AVX512
  return _mm512_movepi64_mask((__m512i)lanes);
#else
  uint32_t bits = 0;
  for (int lane = 0; lane < 8; lane++) bits |= (uint32_t)(lanes[lane] >> 63) << lane;
  return bits;
#endif
}

/* Four by four numbers transposed, in the lower and in the upper halves of four registers. */
static inline __attribute__((always_inline)) void
langevin_transpose_fours(langevin_f64x8 r[4]) {
  langevin_f64x8 s[4];
  for (int k = 0; k < 4; k += 2) {
    s[k] = __builtin_shufflevector(r[k], r[k + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    s[k + 1] = __builtin_shufflevector(r[k], r[k + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int k = 0; k < 2; k++) {
    r[k] = __builtin_shufflevector(s[k], s[k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    r[k + 2] = __builtin_shufflevector(s[k], s[k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  }
}

/* Four doubles from each of eight places: columns[c * stride + l] = base[index[l] + c]. */
static inline __attribute__((always_inline)) void
langevin_gather_fours(const double *base, langevin_u64x8 index, double *columns, long stride) {
  langevin_f64x8 r[4];
  for (int k = 0; k < 4; k++) {
    __builtin_memcpy(&r[k], base + index[k], 32);
    __builtin_memcpy((double *)&r[k] + 4, base + index[k + 4], 32);
  }
  langevin_transpose_fours(r);
  for (int k = 0; k < 4; k++) __builtin_memcpy(columns + k * stride, &r[k], 64);
}

/* Four doubles to each of eight places: base[index[l] + c] = columns[c * stride + l]. */
static inline __attribute__((always_inline)) void
langevin_scatter_fours(const double *columns, long stride, double *base, langevin_u64x8 index) {
  langevin_f64x8 r[4];
  for (int k = 0; k < 4; k++) __builtin_memcpy(&r[k], columns + k * stride, 64);
  langevin_transpose_fours(r);
  for (int k = 0; k < 4; k++) {
    __builtin_memcpy(base + index[k], &r[k], 32);
    __builtin_memcpy(base + index[k + 4], (double *)&r[k] + 4, 32);
  }
}

#endif
