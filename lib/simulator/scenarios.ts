import type { Scenario } from './scenario.ts';
import { BAD_IMAGE } from './scenarios/bad-image.ts';
import { BUDGET_DEADLOCK } from './scenarios/budget-deadlock.ts';
import { CRASH_LOOP_ON_ARM } from './scenarios/crash-loop-on-arm.ts';
import { HEALTHY } from './scenarios/healthy.ts';
import { INTRUDER } from './scenarios/intruder.ts';
import { NEW_NODES } from './scenarios/new-nodes.ts';
import { ON_DELETE } from './scenarios/on-delete.ts';
import { ONE_DEAD_NODE } from './scenarios/one-dead-node.ts';
import { ORPHANS } from './scenarios/orphans.ts';
import { POD_SECURITY } from './scenarios/pod-security.ts';
import { QUOTA } from './scenarios/quota.ts';
import { ROLLING } from './scenarios/rolling.ts';
import { SLOW_5000 } from './scenarios/slow-5000.ts';
import { SLOW_TERMINATION } from './scenarios/slow-termination.ts';
import { STARVED_EQUAL_PRIORITY } from './scenarios/starved-equal-priority.ts';
import { STARVED_POOLS } from './scenarios/starved-pools.ts';
import { SURGE_HOSTPORT } from './scenarios/surge-hostport.ts';
import { TAINT_LEFTOVER } from './scenarios/taint-leftover.ts';
import { TOUR } from './scenarios/tour.ts';

/** What can be told, the default first; then from the quiet to the strange. */
export const SCENARIOS: readonly Scenario[] = [
  TOUR,
  HEALTHY,
  ROLLING,
  ON_DELETE,
  NEW_NODES,
  BUDGET_DEADLOCK,
  ONE_DEAD_NODE,
  BAD_IMAGE,
  CRASH_LOOP_ON_ARM,
  STARVED_EQUAL_PRIORITY,
  STARVED_POOLS,
  QUOTA,
  POD_SECURITY,
  SURGE_HOSTPORT,
  SLOW_TERMINATION,
  TAINT_LEFTOVER,
  ORPHANS,
  INTRUDER,
  SLOW_5000,
];

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
