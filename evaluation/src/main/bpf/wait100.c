/* SPDX-License-Identifier: Apache-2.0 */
/* The control's slowed side: 100 ns more for each packet. */
#define WAIT_NS 100
#include "wait.h"
