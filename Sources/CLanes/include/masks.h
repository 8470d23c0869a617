/* Sets of lanes as bits of a word, and lanes that each write to a place of their own. */
#ifndef LANGEVIN_MASKS_H
#define LANGEVIN_MASKS_H

#include "lanes.h"

typedef uint32_t langevin_u32x16 __attribute__((ext_vector_type(16)));
typedef float langevin_f32x16 __attribute__((ext_vector_type(16)));
typedef uint64_t langevin_u64x16 __attribute__((ext_vector_type(16)));

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

/* yes in the lanes of the set, no in the others */
static inline __attribute__((always_inline)) langevin_f64x8
langevin_choose(uint32_t set, langevin_f64x8 yes, langevin_f64x8 no) {
#ifdef LANGEVIN_AVX512
  return (langevin_f64x8)_mm512_mask_blend_pd(set, (__m512d)no, (__m512d)yes);
#else
  langevin_u64x8 bits = 0 - (((langevin_u64x8)(set) >> (langevin_u64x8){0, 1, 2, 3, 4, 5, 6, 7}) & 1);
  return (langevin_f64x8)(((langevin_u64x8)yes & bits) | ((langevin_u64x8)no & ~bits));
#endif
}

#ifndef LANGEVIN_AVX512
/* bit l is the lowest bit of lane l */
static inline __attribute__((always_inline)) uint32_t
langevin_low_bits(langevin_u32x16 lanes) {
  uint32_t bits = 0;
  for (int lane = 0; lane < 16; lane++) bits |= (lanes[lane] & 1) << lane;
  return bits;
}
#endif

/* yes in the lanes of the set, no in the others: sixteen whole numbers */
static inline __attribute__((always_inline)) langevin_u32x16
langevin_choose_counts(uint32_t set, langevin_u32x16 yes, langevin_u32x16 no) {
#ifdef LANGEVIN_AVX512
  return (langevin_u32x16)_mm512_mask_blend_epi32(set, (__m512i)no, (__m512i)yes);
#else
  const langevin_u32x16 numbers = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  langevin_u32x16 bits = 0 - (((langevin_u32x16)(set) >> numbers) & 1);
  return (yes & bits) | (no & ~bits);
#endif
}

/* the lanes in which a = b */
static inline __attribute__((always_inline)) uint32_t
langevin_equal(langevin_u32x16 a, langevin_u32x16 b) {
#ifdef LANGEVIN_AVX512
  return _mm512_cmpeq_epu32_mask((__m512i)a, (__m512i)b);
#else
  return langevin_low_bits((langevin_u32x16)(a == b));
#endif
}

/* the lanes in which a > b */
static inline __attribute__((always_inline)) uint32_t
langevin_above(langevin_u32x16 a, langevin_u32x16 b) {
#ifdef LANGEVIN_AVX512
  return _mm512_cmpgt_epu32_mask((__m512i)a, (__m512i)b);
#else
  return langevin_low_bits((langevin_u32x16)(a > b));
#endif
}

/* n, from 2^n below 2^31: the exponent of a float, biased by 127 */
static inline __attribute__((always_inline)) langevin_u32x16
langevin_exponent(langevin_u32x16 power) {
  typedef int32_t whole __attribute__((ext_vector_type(16)));
  return ((langevin_u32x16)__builtin_convertvector((whole)power, langevin_f32x16) >> 23) - 127;
}

/* counts below 2^31 as doubles */
static inline __attribute__((always_inline)) langevin_f64x16
langevin_doubles(langevin_u32x16 counts) {
  typedef int32_t whole __attribute__((ext_vector_type(16)));
  return __builtin_convertvector((whole)counts, langevin_f64x16);
}

static inline __attribute__((always_inline)) langevin_u64x16
langevin_widen(langevin_u32x16 counts) {
  return __builtin_convertvector(counts, langevin_u64x16);
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

/* Indices as numbers in memory. Taken from there one by one they cost a load each, out of a register several operations;
   the empty instruction keeps the compiler from doing the latter. */
static inline __attribute__((always_inline)) void
langevin_spread(langevin_u32x16 index, uint32_t *numbers) {
  __builtin_memcpy(numbers, &index, sizeof index);
  __asm__("" : "+m"(*(uint32_t(*)[16])numbers));
}

/* Four doubles from each of eight places: columns[8 c + l] = base[index[l] + c]. */
static inline __attribute__((always_inline)) void
langevin_gather_fours(const double *base, const uint32_t *index, double *columns) {
  langevin_f64x8 r[4];
  for (int k = 0; k < 4; k++) {
    __builtin_memcpy(&r[k], base + index[k], 32);
    __builtin_memcpy((double *)&r[k] + 4, base + index[k + 4], 32);
  }
  langevin_transpose_fours(r);
  __builtin_memcpy(columns, r, sizeof r);
}

/* Four doubles to each of eight places: base[index[l] + c] is column c of lane l. */
static inline __attribute__((always_inline)) void
langevin_scatter_fours(langevin_f64x8 c0, langevin_f64x8 c1, langevin_f64x8 c2, langevin_f64x8 c3, double *base,
                       const uint32_t *index) {
  langevin_f64x8 r[4] = {c0, c1, c2, c3};
  langevin_transpose_fours(r);
  for (int k = 0; k < 4; k++) {
    __builtin_memcpy(base + index[k], &r[k], 32);
    __builtin_memcpy(base + index[k + 4], (double *)&r[k] + 4, 32);
  }
}

#endif
