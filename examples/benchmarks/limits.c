/* What the processor allows: the work of a step without any of Langevin's code, on one core with AVX-512.
 *
 *   gcc -O3 -march=native limits.c -o limits -lm && ./limits
 *
 * Prints, in ns per path-step as if two cores shared the paths, for each size: the multiply-adds of a gradient alone,
 * in registers, which nothing that computes in double precision can beat; and a whole gradient of sixteen paths, the
 * same two passes as Langevin's, written with intrinsics: no random numbers, no step, no loop over paths. Left out
 * are the factors 1/n and a_j of the gradient, lambda W, and the padding of the last block of samples.
 */
#include <immintrin.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef __m512d v8;
enum { B = 8, LANES = 16 }; /* samples in a block, paths in a block */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static inline v8 all(double x) { return _mm512_set1_pd(x); }
static inline v8 load(const double *x) { return _mm512_load_pd(x); }
static inline void store(double *x, v8 y) { _mm512_store_pd(x, y); }
static inline v8 fma8(v8 x, v8 y, v8 z) { return _mm512_fmadd_pd(x, y, z); }

static double power_of_two[16] __attribute__((aligned(64))); /* 2^(j/16) */

/* 1/(1 + 2^y), and (slope) 2^y/(1 + 2^y)^2 */
static inline v8 sigmoid(v8 y, v8 *slope) {
  v8 x = _mm512_min_pd(all(1022), y), shifted = _mm512_add_pd(x, all(0x1.8p48));
  v8 exponent = _mm512_sub_pd(shifted, all(0x1.8p48)), f = _mm512_sub_pd(x, exponent), square = _mm512_mul_pd(f, f);
  v8 table = _mm512_permutex2var_pd(load(power_of_two), _mm512_castpd_si512(shifted), load(power_of_two + 8));
  v8 scale = _mm512_scalef_pd(table, exponent);
  v8 low = fma8(f, all(0x1.ebfbdff82c553p-3), all(0x1.62e42fefa39fdp-1));
  v8 middle = fma8(f, all(0x1.3b2ab6fe27787p-7), all(0x1.c6b08d6e8b755p-5));
  v8 high = fma8(f, all(0x1.43081899a1543p-13), all(0x1.5d89bde30306dp-10));
  v8 e = fma8(_mm512_mul_pd(scale, f), fma8(square, fma8(square, high, middle), low), scale);
  v8 inverse = _mm512_div_pd(all(1), _mm512_add_pd(e, all(1)));
  *slope = _mm512_mul_pd(_mm512_mul_pd(e, inverse), inverse);
  return inverse;
}

struct net {
  int p, d, n;
  double *x, *y, *a;            /* blocks of 8 samples, coordinate by coordinate; labels; outer weights */
  double *w, *g;                /* p d weights and their gradient, 16 paths each */
  double *slopes, *values, *residuals;
};

/* Pass 1 over rows f ... f + rows - 1 of W: pre-activations, activations in one loop, residuals. */
static inline void forward(const struct net *net, const double *x, int f, int rows) {
  int d = net->d;
  double *slopes = net->slopes + (size_t)f * B * LANES;
  for (int j = 0; j < rows; j++) {
    const double *w = net->w + (size_t)(f + j) * d * LANES;
    v8 z[2 * B];
    for (int i = 0; i < 2 * B; i++) z[i] = all(0);
    for (int k = 0; k < d; k++) {
      v8 w0 = load(w + 16 * k), w1 = load(w + 16 * k + 8);
      for (int i = 0; i < B; i++) {
        z[2 * i] = fma8(all(x[k * B + i]), w0, z[2 * i]);
        z[2 * i + 1] = fma8(all(x[k * B + i]), w1, z[2 * i + 1]);
      }
    }
    for (int i = 0; i < 2 * B; i++) store(net->values + (j * 2 * B + i) * 8, z[i]);
  }
  for (int m = 0; m < rows * 2 * B; m += 2) {
    for (int u = m; u < m + 2; u++) {
      v8 slope, value = sigmoid(load(net->values + 8 * u), &slope);
      store(net->values + 8 * u, value);
      store(slopes + 8 * u, slope);
    }
  }
  v8 r[2 * B];
  for (int i = 0; i < 2 * B; i++) r[i] = load(net->residuals + 8 * i);
  for (int j = 0; j < rows; j++)
    for (int i = 0; i < 2 * B; i++) r[i] = fma8(all(net->a[f + j]), load(net->values + (j * 2 * B + i) * 8), r[i]);
  for (int i = 0; i < 2 * B; i++) store(net->residuals + 8 * i, r[i]);
}

/* Pass 2: adds the samples of a block to the gradient, or begins it. */
static inline void backward(const struct net *net, const double *x, int begins) {
  int d = net->d;
  for (int j = 0; j < net->p; j++) {
    v8 c[2 * B];
    for (int i = 0; i < 2 * B; i++)
      c[i] = _mm512_mul_pd(load(net->residuals + 8 * i), load(net->slopes + (size_t)(j * 2 * B + i) * 8));
    for (int k = 0; k < d; k++) {
      double *g = net->g + (size_t)(j * d + k) * LANES;
      v8 s0 = begins ? all(0) : load(g), s1 = begins ? all(0) : load(g + 8);
      for (int i = 0; i < B; i++) {
        s0 = fma8(all(x[k * B + i]), c[2 * i], s0);
        s1 = fma8(all(x[k * B + i]), c[2 * i + 1], s1);
      }
      store(g, s0);
      store(g + 8, s1);
    }
  }
}

__attribute__((noipa)) static void gradient(const struct net *net) {
  for (int first = 0; first < net->n; first += B) {
    const double *x = net->x + (size_t)first * net->d;
    for (int i = 0; i < 2 * B; i++) store(net->residuals + 8 * i, all(-net->y[first + i / 2]));
    for (int f = 0; f < net->p; f += 8) forward(net, x, f, net->p - f < 8 ? net->p - f : 8);
    backward(net, x, first == 0);
  }
}

/* As many multiply-adds of eight, in twelve chains that registers hold. */
__attribute__((noipa)) static double multiply_adds(long count) {
#define CHAINS(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)
#define BEGIN(i) v8 s##i = all(i);
#define STEP(i) s##i = fma8(s##i, x, y);
#define ADD(i) sum = _mm512_add_pd(sum, s##i);
  CHAINS(BEGIN)
  v8 x = all(0.999), y = all(0.001), sum = all(0);
  for (long m = 0; m < count; m += 12) { CHAINS(STEP) }
  CHAINS(ADD)
  return sum[0];
}

/* One after the other on cache lines of a single place: pages of their own would compete for the same lines. */
static double *numbers(size_t count) {
  static double memory[1 << 21] __attribute__((aligned(128)));
  static size_t used;
  double *x = memory + used;
  used += (count + 39) / 16 * 16;
  if (used > sizeof memory / sizeof *memory) exit(1);
  for (size_t i = 0; i < count; i++) x[i] = 0.3 * sin(1.7 * i + 0.3);
  return x;
}

static void measure(int p, int d, int n) {
  int whole = (n + B - 1) / B * B;
  struct net net = {p, d, whole, numbers((size_t)whole * d), numbers(whole), numbers(p), numbers((size_t)p * d * LANES),
                    numbers((size_t)p * d * LANES), numbers((size_t)p * B * LANES), numbers(8 * B * LANES),
                    numbers(B * LANES)};
  double best_floor = INFINITY, best = INFINITY, sum = 0;
  long count = 2L * p * d * n * LANES / 8; /* of eight paths each */
  int rounds = 100, repeats = 1 + 20000000 / (int)(count + 1) / rounds;
  for (int round = 0; round < rounds; round++) {
    double t = now();
    for (int i = 0; i < repeats; i++) sum += multiply_adds(count);
    t = (now() - t) / repeats;
    if (t < best_floor) best_floor = t;
    t = now();
    for (int i = 0; i < repeats; i++) gradient(&net);
    t = (now() - t) / repeats * n / whole; /* what the padding of the last block costs is left out */
    if (t < best) best = t;
  }
  if (!isfinite(sum)) exit(1);
  double per_path_step = 1e9 / LANES / 2;
  printf("(%d,%d,%d): multiply-adds alone %.4g, gradient %.4g\n", p, d, n, best_floor * per_path_step, best * per_path_step);
}

int main(void) {
  for (int j = 0; j < 16; j++) power_of_two[j] = exp2(j / 16.0);
  printf("ns per path-step, two cores sharing the paths\n");
  measure(10, 20, 100);
  measure(50, 20, 1000);
}
