// C with GSL's ziggurat, paths shared between two OpenMP threads. With -DPLAIN, as one writes it first: GSL's default
// generator, and the activation where it is needed instead of in a loop of its own that a compiler can vectorise.
//
//     gcc -O3 -march=native -fopenmp peer_c_gsl.c -o peer_c_gsl -lgsl -lgslcblas -lm
//
// Reads {"p": ., "d": ., "n": ., "paths": ., "steps": .} a line on standard input and answers
// {"seconds": ., "compile": 0, "mean_loss": ., "loss_error": ., "about": "."} on standard output.

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_version.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { threads = 2, paths_at_once = 8 };

static const double regularization = 0.13;
static const double learning_rate = 0.1;
static const double step_size = 0.01;

typedef struct {
  int p, d, n, steps;
  long paths;
  double *x, *y, *a, *w0;  // n * d, n, p, p * d
} problem;

static double *doubles(size_t count) {
  double *memory = malloc(count * sizeof(double));
  if (memory == NULL) {
    fprintf(stderr, "peer_c_gsl: no memory for %zu doubles\n", count);
    exit(EXIT_FAILURE);
  }
  return memory;
}

static void allocate(problem *q) {
  q->x = doubles((size_t)q->n * q->d);
  q->y = doubles(q->n);
  q->a = doubles(q->p);
  q->w0 = doubles((size_t)q->p * q->d);
  for (int i = 0; i < q->n; i++) {
    for (int k = 0; k < q->d; k++) q->x[i * q->d + k] = sin(1.0 + 0.7 * i + 1.3 * k);
    q->y[i] = cos(0.9 * i);
  }
  for (int j = 0; j < q->p; j++) q->a[j] = (j % 2 == 0 ? 1.0 : -1.0) / sqrt(q->p);
  for (int c = 0; c < q->p * q->d; c++) q->w0[c] = 0.5 * cos(0.3 * c);
}

static void release(problem *q) {
  free(q->x);
  free(q->y);
  free(q->a);
  free(q->w0);
}

// Writes grad L(w) to g, using back (p) as scratch; returns the sum of the squared residuals.
static double gradient(const problem *q, const double *restrict w, double *restrict g, double *restrict back) {
  const int p = q->p, d = q->d, n = q->n;
  double squares = 0.0;
  for (int c = 0; c < p * d; c++) g[c] = regularization * w[c];
  for (int i = 0; i < n; i++) {
    const double *restrict x = q->x + (size_t)i * d;
    double value = 0.0;
#ifdef PLAIN
    for (int j = 0; j < p; j++) {
      double z = 0.0;
      for (int k = 0; k < d; k++) z += w[j * d + k] * x[k];
      const double activation = 1.0 / (1.0 + exp(-z));
      value += q->a[j] * activation;
      back[j] = q->a[j] * activation * (1.0 - activation);
    }
#else
    for (int j = 0; j < p; j++) {
      double z = 0.0;
      for (int k = 0; k < d; k++) z += w[j * d + k] * x[k];
      back[j] = -z;
    }
    for (int j = 0; j < p; j++) {
      const double activation = 1.0 / (1.0 + exp(back[j]));
      value += q->a[j] * activation;
      back[j] = q->a[j] * activation * (1.0 - activation);
    }
#endif
    const double residual = value - q->y[i];
    squares += residual * residual;
    for (int j = 0; j < p; j++) {
      const double scale = back[j] * residual / n;
      for (int k = 0; k < d; k++) g[j * d + k] += scale * x[k];
    }
  }
  return squares;
}

static double final_loss(const problem *q, gsl_rng *rng, double *w, double *g, double *back) {
  const int size = q->p * q->d;
  const double noise = sqrt(learning_rate * step_size);
  memcpy(w, q->w0, size * sizeof(double));
  for (int step = 0; step < q->steps; step++) {
    gradient(q, w, g, back);
    for (int c = 0; c < size; c++) w[c] += noise * gsl_ran_gaussian_ziggurat(rng, 1.0) - step_size * g[c];
  }
  double square = 0.0;
  for (int c = 0; c < size; c++) square += w[c] * w[c];
  return gradient(q, w, g, back) / (2.0 * q->n) + regularization / 2.0 * square;
}

// Runs every path; returns the wall time and leaves the final losses in `losses`.
static double run(const problem *q, double *losses, unsigned long seed) {
  const double start = omp_get_wtime();
#pragma omp parallel num_threads(threads)
  {
#ifdef PLAIN
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
#else
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);  // GSL's fastest sound generator
#endif
    gsl_rng_set(rng, seed + omp_get_thread_num());
    double *w = doubles((size_t)q->p * q->d), *g = doubles((size_t)q->p * q->d), *back = doubles(q->p);
#pragma omp for schedule(dynamic, paths_at_once)
    for (long path = 0; path < q->paths; path++) losses[path] = final_loss(q, rng, w, g, back);
    free(w);
    free(g);
    free(back);
    gsl_rng_free(rng);
  }
  return omp_get_wtime() - start;
}

static void answer(const problem *q, unsigned long seed) {
  double *losses = doubles(q->paths);
  const double seconds = run(q, losses, seed);
  double mean = 0.0, squares = 0.0;
  for (long path = 0; path < q->paths; path++) mean += losses[path] / q->paths;
  for (long path = 0; path < q->paths; path++) squares += pow(losses[path] - mean, 2);
  const double error = sqrt(squares / (q->paths - 1.0) / q->paths);
  printf("{\"seconds\": %.9g, \"compile\": 0, \"mean_loss\": %.17g, \"loss_error\": %.6g, ", seconds, mean, error);
  printf("\"about\": \"gcc %s, GSL %s\"}\n", __VERSION__, gsl_version);
  fflush(stdout);
  free(losses);
}

// The whole number behind "key": in a line of JSON; ends the program if there is none above zero.
static long field(const char *line, const char *key) {
  char quoted[16];
  snprintf(quoted, sizeof quoted, "\"%s\"", key);
  const char *found = strstr(line, quoted);
  const char *colon = found == NULL ? NULL : strchr(found, ':');
  const long value = colon == NULL ? 0 : strtol(colon + 1, NULL, 10);
  if (value < 1) {
    fprintf(stderr, "peer_c_gsl: expected a positive whole number for %s in: %s\n", quoted, line);
    exit(EXIT_FAILURE);
  }
  return value;
}

int main(void) {
  char line[1024];
  for (unsigned long seed = 1; fgets(line, sizeof line, stdin) != NULL; seed += threads) {
    problem q = {.p = (int)field(line, "p"),
                 .d = (int)field(line, "d"),
                 .n = (int)field(line, "n"),
                 .steps = (int)field(line, "steps"),
                 .paths = field(line, "paths")};
    allocate(&q);
    answer(&q, seed);
    release(&q);
  }
  return EXIT_SUCCESS;
}
