/* SPDX-License-Identifier: Apache-2.0 */
/* The control's untouched side: looks at the clock as its slowed side does, and waits for nothing. */
#define WAIT_NS 0
#include "wait.h"
