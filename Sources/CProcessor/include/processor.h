/* What processor the numerical core was built for, and whether this one will do. */
#ifndef LANGEVIN_PROCESSOR_H
#define LANGEVIN_PROCESSOR_H

/* The value of LANGEVIN_CPU at build time, "native" if there was none. */
const char *langevin_processor_name(void);

/* Zero-terminated names of the features the build uses; empty where they are not checked. */
const char *const *langevin_processor_features(void);

#endif
