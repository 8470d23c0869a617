#include "CGSLSupport.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>

typedef struct {
  cgsl_integrand integrand;
  void *context;
  jmp_buf way_out;
} guarded;

/* Jumps over GSL's frames only. They own nothing: the workspaces are the caller's. */
static double evaluate(double x, void *parameters) {
  guarded *call = parameters;
  double value = 0;
  if (call->integrand(x, &value, call->context)) longjmp(call->way_out, 1);
  return value;
}

int cgsl_integrate_finite(cgsl_integrand integrand, void *context, double lower, double upper,
                          double absolute, double relative,
                          gsl_integration_cquad_workspace *workspace, double *value, double *error) {
  guarded call = {.integrand = integrand, .context = context};
  gsl_function function = {.function = evaluate, .params = &call};
  if (setjmp(call.way_out)) return GSL_EBADFUNC;
  return gsl_integration_cquad(&function, lower, upper, absolute, relative, workspace, value, error,
                               NULL);
}

int cgsl_integrate_infinite(cgsl_integrand integrand, void *context, double lower, double upper,
                            double absolute, double relative, gsl_integration_workspace *workspace,
                            double *value, double *error) {
  guarded call = {.integrand = integrand, .context = context};
  gsl_function function = {.function = evaluate, .params = &call};
  size_t limit = workspace->limit;
  if (setjmp(call.way_out)) return GSL_EBADFUNC;
  if (isfinite(lower))
    return gsl_integration_qagiu(&function, lower, absolute, relative, limit, workspace, value, error);
  if (isfinite(upper))
    return gsl_integration_qagil(&function, upper, absolute, relative, limit, workspace, value, error);
  return gsl_integration_qagi(&function, absolute, relative, limit, workspace, value, error);
}
