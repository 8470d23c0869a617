/* Compiled for any processor of the architecture, unlike the numerical core: it runs before main and turns what
   would be an illegal instruction into a sentence. */
#include "processor.h"

#include <string.h>
#include <unistd.h>

#ifndef LANGEVIN_PROCESSOR
#define LANGEVIN_PROCESSOR "native"
#endif

extern const char *const langevin_required_features[];

const char *langevin_processor_name(void) { return LANGEVIN_PROCESSOR; }

const char *const *langevin_processor_features(void) { return langevin_required_features; }

#ifdef __x86_64__

struct feature {
  const char *name;
  int supported;
};

static void say(const char *text) {
  ssize_t ignored = write(2, text, strlen(text));
  (void)ignored;
}

static int is_supported(const char *name) {
#define FEATURE(text) {text, __builtin_cpu_supports(text)}
  const struct feature known[] = {
      FEATURE("avx2"),        FEATURE("fma"),         FEATURE("bmi2"),
      FEATURE("avx512f"),     FEATURE("avx512dq"),    FEATURE("avx512bw"),
      FEATURE("avx512vl"),    FEATURE("avx512vbmi"),  FEATURE("avx512vbmi2"),
      FEATURE("avx512ifma"),  FEATURE("avx512vpopcntdq"), FEATURE("avx512bitalg"),
      FEATURE("avx512vnni"),  FEATURE("avx512bf16"),  FEATURE("gfni"),
  };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (strcmp(known[i].name, name) == 0) return known[i].supported != 0;
  return 1;
}

__attribute__((constructor)) static void check_processor(void) {
  __builtin_cpu_init();
  for (const char *const *name = langevin_required_features; *name; name++) {
    if (is_supported(*name)) continue;
    say("langevin: this build needs a processor with ");
    say(*name);
    say(" (it was built for LANGEVIN_CPU=" LANGEVIN_PROCESSOR
        "), and this one has none. Build it here, or with LANGEVIN_CPU=x86-64-v3 for any processor with AVX2.\n");
    _exit(1);
  }
}

#endif
