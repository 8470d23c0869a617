#include "CGSLSupport.h"

#include <gsl/gsl_errno.h>
#include <string.h>

static _Thread_local cgsl_error stored;

static void copy_text(char *target, size_t capacity, const char *source) {
  size_t length = source ? strlen(source) : 0;
  if (length >= capacity) length = capacity - 1;
  if (length) memcpy(target, source, length);
  target[length] = '\0';
}

static void store_error(const char *reason, const char *file, int line, int code) {
  stored.code = code;
  stored.line = line;
  copy_text(stored.reason, sizeof stored.reason, reason);
  copy_text(stored.file, sizeof stored.file, file);
}

/* Lives beside cgsl_take_error, so that whoever can read errors has also linked their source. */
__attribute__((constructor)) static void install_handler(void) {
  gsl_set_error_handler(store_error);
}

int cgsl_take_error(cgsl_error *error) {
  *error = stored;
  stored.code = GSL_SUCCESS;
  return error->code;
}

void cgsl_clear_error(void) {
  stored.code = GSL_SUCCESS;
}
