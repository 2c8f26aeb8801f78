// SPDX-License-Identifier: Apache-2.0
//
// A library for LD_PRELOAD that kills the process before one of the calls that change a file. It
// has no functions for others; its environment says which call:
//
//   KILL_STEP_AT     the number of the call, counted from 1; without it nothing is killed
//   KILL_STEP_COUNT  a file that gets the number of calls when the program ends by itself
//   KILL_STEP_ARMED  calls count only while there is this file; without it all count
//   KILL_STEP_LOG    a file that gets the name and the path of each call, for people

#ifndef KILL_STEP_H
#define KILL_STEP_H
#endif
