#ifndef CGSL_SUPPORT_H
#define CGSL_SUPPORT_H

#include <gsl/gsl_integration.h>
#include <gsl/gsl_rng.h>
#include <stdint.h>

/* ---- Errors -------------------------------------------------------------------------------- */

/* The last error GSL reported on a thread. `code` is 0 when there is none.
   The texts are copies, truncated if need be, and always end in a zero byte. */
typedef struct {
  int code;
  int line;
  char reason[256];
  char file[128];
} cgsl_error;

/* GSL's own error handler calls abort(). When this library is loaded, before main() and hence before
   anyone can call GSL, it is replaced by one that stores the error for the calling thread. */

/* Copies the calling thread's stored error to *error, forgets it, and returns its code. */
int cgsl_take_error(cgsl_error *error);

/* Forgets the calling thread's stored error. */
void cgsl_clear_error(void);

/* ---- Philox4x32-10 ------------------------------------------------------------------------- */

/* Ten rounds of the Philox bijection on four 32-bit words.
   Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11. */
void philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* The state of the generator below, as gsl_rng_state() gives it. */
typedef struct {
  uint64_t counter[2]; /* the next block's 128-bit counter, low half first */
  uint32_t key[2];     /* the seed, low half first */
  uint32_t words[4];   /* the current block */
  uint32_t used;       /* how many of its words have been given out; 4 asks for a new block */
} cgsl_philox_state;

/* Philox4x32-10 as a GSL generator named "philox4x32-10": the seed is the key, the counter starts at
   zero and advances by one per block, and the four words of a block come out in order. */
const gsl_rng_type *cgsl_philox4x32_10_type(void);

/* ---- Quadrature ---------------------------------------------------------------------------- */

/* An integrand that can give up: stores its value at x and returns 0, or returns anything else. */
typedef int (*cgsl_integrand)(double x, double *value, void *context);

/* gsl_integration_cquad with such an integrand. When it gives up, GSL is left at once by a jump and
   the status is GSL_EBADFUNC. (To feed GSL made-up values until it returns does not do: cquad with a
   relative tolerance can go on for ever.) */
int cgsl_integrate_finite(cgsl_integrand integrand, void *context, double lower, double upper,
                          double absolute, double relative,
                          gsl_integration_cquad_workspace *workspace, double *value, double *error);

/* The same for gsl_integration_qagiu, qagil or qagi: whichever of the ends is infinite. */
int cgsl_integrate_infinite(cgsl_integrand integrand, void *context, double lower, double upper,
                            double absolute, double relative, gsl_integration_workspace *workspace,
                            double *value, double *error);

#endif
