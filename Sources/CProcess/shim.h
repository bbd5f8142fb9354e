#pragma once
#ifdef __linux__
#include <sys/prctl.h>

// Swift imports no function of variable arguments.
static inline int forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
#else
static inline int forbid_dumps(void) { return 0; }
#endif
