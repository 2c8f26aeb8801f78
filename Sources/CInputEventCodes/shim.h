// SPDX-License-Identifier: Apache-2.0
//
// The kernel's names of event types and codes: KEY_ENTER, EV_SYN, LED_CAPSL. Macros only.

#ifndef SCAND_CINPUTEVENTCODES_H
#define SCAND_CINPUTEVENTCODES_H

#include <linux/input-event-codes.h>

#endif
