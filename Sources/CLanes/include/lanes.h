/* Vector operations that Swift cannot spell. Each has an AVX-512 form and a portable one
   with the same result; everything else about lanes is written in Swift. */
#ifndef LANGEVIN_LANES_H
#define LANGEVIN_LANES_H

#include <stdint.h>
#include "tables.h"

#if defined(__x86_64__) && !defined(__FMA__)
#error "Langevin needs a processor with FMA: set LANGEVIN_CPU to x86-64-v3 or later"
#endif

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#include <immintrin.h>
#define LANGEVIN_AVX512 1
#endif

typedef double langevin_f64x8 __attribute__((ext_vector_type(8)));
typedef uint64_t langevin_u64x8 __attribute__((ext_vector_type(8)));

typedef double langevin_f64x16 __attribute__((ext_vector_type(16)));

/* x * y + z, rounded once */
static inline __attribute__((always_inline)) langevin_f64x16
langevin_fma(langevin_f64x16 x, langevin_f64x16 y, langevin_f64x16 z) {
  return __builtin_elementwise_fma(x, y, z);
}

static inline __attribute__((always_inline)) langevin_f64x16
langevin_square_root(langevin_f64x16 x) {
  return __builtin_elementwise_sqrt(x);
}

/* max(x, bound), NaN if x is */
static inline __attribute__((always_inline)) langevin_f64x8
langevin_at_least(langevin_f64x8 x, double bound) {
#ifdef LANGEVIN_AVX512
  return (langevin_f64x8)_mm512_max_pd(_mm512_set1_pd(bound), (__m512d)x);
#else
  for (int lane = 0; lane < 8; lane++) x[lane] = x[lane] < bound ? bound : x[lane];
  return x;
#endif
}

/* min(x, bound), NaN if x is */
static inline __attribute__((always_inline)) langevin_f64x8
langevin_at_most(langevin_f64x8 x, double bound) {
#ifdef LANGEVIN_AVX512
  return (langevin_f64x8)_mm512_min_pd(_mm512_set1_pd(bound), (__m512d)x);
#else
  for (int lane = 0; lane < 8; lane++) x[lane] = x[lane] > bound ? bound : x[lane];
  return x;
#endif
}

/* table[index & 15] in every lane */
static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup(const double *table, langevin_u64x8 index) {
#ifdef LANGEVIN_AVX512
  return (langevin_f64x8)_mm512_permutex2var_pd(
      _mm512_load_pd(table), (__m512i)index, _mm512_load_pd(table + 8));
#else
  langevin_f64x8 result;
  for (int lane = 0; lane < 8; lane++) result[lane] = table[index[lane] & 15];
  return result;
#endif
}

/* table[index & 31] in every lane */
static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_32(const double *table, langevin_u64x8 index) {
#ifdef LANGEVIN_AVX512
  __mmask8 upper = _mm512_test_epi64_mask((__m512i)index, _mm512_set1_epi64(16));
  return (langevin_f64x8)_mm512_mask_blend_pd(
      upper, (__m512d)langevin_lookup(table, index), (__m512d)langevin_lookup(table + 16, index));
#else
  langevin_f64x8 result;
  for (int lane = 0; lane < 8; lane++) result[lane] = table[index[lane] & 31];
  return result;
#endif
}

static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_power_of_two(langevin_u64x8 index) {
  return langevin_lookup(langevin_power_of_two, index);
}

static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_power_of_two_tail(langevin_u64x8 index) {
  return langevin_lookup(langevin_power_of_two_tail, index);
}

static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_inverse_centre(langevin_u64x8 index) {
  return langevin_lookup(langevin_inverse_centre, index);
}

static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_log_centre(langevin_u64x8 index) {
  return langevin_lookup(langevin_log_centre, index);
}

static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_log_centre_tail(langevin_u64x8 index) {
  return langevin_lookup(langevin_log_centre_tail, index);
}

static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_inverse_of_one_plus(langevin_u64x8 index) {
  return langevin_lookup(langevin_inverse_of_one_plus, index);
}

static inline __attribute__((always_inline)) langevin_f64x8
langevin_lookup_log_of_one_plus(langevin_u64x8 index) {
  return langevin_lookup(langevin_log_of_one_plus, index);
}

/* x * 2^floor(n), n <= 2000, |x| in [1/2, 2]; overflows to infinity, underflows gradually */
static inline __attribute__((always_inline)) langevin_f64x8
langevin_scale(langevin_f64x8 x, langevin_f64x8 n) {
#ifdef LANGEVIN_AVX512
  return (langevin_f64x8)_mm512_scalef_pd((__m512d)x, (__m512d)n);
#else
  /* in two steps and one rounding: the first factor never leaves the normal range */
  const double shifter = 0x1.8p52;
  for (int lane = 0; lane < 8; lane++) n[lane] = n[lane] < -2000 ? -2000 : n[lane];
  langevin_f64x8 whole = __builtin_elementwise_floor(n);
  langevin_f64x8 half = __builtin_elementwise_floor(whole * 0.5);
  langevin_f64x8 rest = whole - half;
  langevin_u64x8 first = (((langevin_u64x8)(half + shifter)) + 1023) << 52;
  langevin_u64x8 second = (((langevin_u64x8)(rest + shifter)) + 1023) << 52;
  return x * (langevin_f64x8)first * (langevin_f64x8)second;
#endif
}

/* Eight doubles from each of eight places, transposed: columns[c * stride + r] = base[index[r] + c].
   Shuffles of whole rows: many times faster than a gather instruction for every column. */
static inline __attribute__((always_inline)) void
langevin_gather_columns(const double *base, langevin_u64x8 index, double *columns, long stride) {
  langevin_f64x8 r[8], s[8], t[8];
  for (int row = 0; row < 8; row++) __builtin_memcpy(&r[row], base + index[row], 64);
  for (int k = 0; k < 8; k += 2) {
    s[k] = __builtin_shufflevector(r[k], r[k + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    s[k + 1] = __builtin_shufflevector(r[k], r[k + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int k = 0; k < 8; k += 4) {
    for (int odd = 0; odd < 2; odd++) {
      t[k + odd] = __builtin_shufflevector(s[k + odd], s[k + 2 + odd], 0, 1, 8, 9, 4, 5, 12, 13);
      t[k + 2 + odd] = __builtin_shufflevector(s[k + odd], s[k + 2 + odd], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int k = 0; k < 4; k++) {
    r[k] = __builtin_shufflevector(t[k], t[k + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    r[k + 4] = __builtin_shufflevector(t[k], t[k + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  for (int column = 0; column < 8; column++) __builtin_memcpy(columns + column * stride, &r[column], 64);
}

#endif
