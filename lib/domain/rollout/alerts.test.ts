import { describe, expect, test } from 'vitest';
import { CREATED_AT, makeNode, makeTaint } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  ROLLED_AT,
  type Scenario,
  SECOND,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import type { DaemonSetStatus } from '../objects.ts';
import { type AlertMemory, type AlertName, type AlertsOutcome, computeAlerts, mannerOfAlert } from './alerts.ts';

type Given = Scenario & {
  readonly memory?: AlertMemory | undefined;
  /** What differs from our own counts in the status. */
  readonly status?: Partial<DaemonSetStatus>;
};

/** The alerts of a scenario whose status says what we count, but for what differs. */
function deriveAlerts({ memory, status, ...scenario }: Given): AlertsOutcome {
  const { daemonSet = makeRollingDaemonSet(), now = NOW } = scenario;
  const { counted } = deriveRollout(scenario);
  const told = { ...daemonSet, status: { ...counted, ...status } };
  const { cells, ...outcome } = deriveRollout({ ...scenario, daemonSet: told });
  return computeAlerts({ daemonSet: told, outcome, cells, memory, now });
}
function alertOf(given: Given, name: AlertName) {
  return deriveAlerts(given).alerts.find((alert) => alert.name === name);
}

const waits = { pods: [makeOldPod('waits')] };
const stuck: Scenario['nodes'] = { a: { pods: [makeNewPod('a', waitingWith('ImagePullBackOff'))] }, waits };
const fine: Scenario['nodes'] = { a: { pods: [makeNewPod('a')] }, b: { pods: [makeNewPod('b')] } };
const clause = (text: string, left: number, right: number, holds: boolean) => ({ clause: text, left, right, holds });
const remembered = (heldFor: number, changedBefore: number, name: AlertName): AlertMemory => ({
  heldSince: { [name]: NOW - heldFor },
  updatedNumberScheduled: 1,
  updatedChangedAt: NOW - changedBefore,
});

describe('RolloutStuck', () => {
  const name = 'KubeDaemonSetRolloutStuck';

  test('[AL1] tells each clause with both numbers, and when it fires', () => {
    expect(alertOf({ nodes: stuck, memory: remembered(MINUTE, 6 * MINUTE, name) }, name)).toStrictEqual({
      name,
      clauses: [
        clause('current_number_scheduled != desired_number_scheduled', 2, 2, false),
        clause('number_misscheduled != 0', 0, 0, false),
        clause('updated_number_scheduled != desired_number_scheduled', 1, 2, true),
        clause('number_available != desired_number_scheduled', 1, 2, true),
        clause('changes(updated_number_scheduled[5m]) == 0', 0, 0, true),
      ],
      firing: false,
      pendingUntil: NOW + 14 * MINUTE,
    });
  });

  const rows = [
    { name: '[AL1] fires after 15 min', held: 15 * MINUTE, changed: 60 * MINUTE, firing: true, until: undefined },
    { name: '[AL1] not a moment earlier', held: 15 * MINUTE - 1, changed: 60 * MINUTE, firing: false, until: NOW + 1 },
    {
      name: '[AL1] a change of updated is remembered by the rule for 5 min, and the 15 begin after that',
      held: 60 * MINUTE,
      changed: 4 * MINUTE,
      firing: false,
      until: NOW + 16 * MINUTE,
    },
    {
      name: '[AL1] so it fires 20 min after the last',
      held: 60 * MINUTE,
      changed: 20 * MINUTE,
      firing: true,
      until: undefined,
    },
  ];
  test.for(rows)('$name', ({ held, changed, firing, until }) => {
    const alert = alertOf({ nodes: stuck, memory: remembered(held, changed, name) }, name);
    expect({ firing: alert?.firing, until: alert?.pendingUntil }).toStrictEqual({ firing, until });
  });

  test('[AL3] the status decides, not what we count', () => {
    expect(alertOf({ nodes: fine, status: { numberAvailable: 1 } }, name)?.clauses[3]).toStrictEqual(
      clause('number_available != desired_number_scheduled', 1, 2, true),
    );
    expect(alertOf({ nodes: stuck, status: { updatedNumberScheduled: 2, numberAvailable: 2 } }, name)).toMatchObject({
      firing: false,
      clauses: [{ holds: false }, { holds: false }, { holds: false }, { holds: false }, {}],
    });
  });

  test('[AL4] at the first look the state bears witness: a rollout that has been stuck for an hour fires', () => {
    const now = NOW + 60 * MINUTE;
    const { alerts, memory } = deriveAlerts({ nodes: stuck, now });
    expect(alerts[0]).toMatchObject({ name, firing: true });
    expect(memory).toStrictEqual({
      heldSince: { [name]: NOW - MINUTE },
      updatedNumberScheduled: 1,
      updatedChangedAt: NOW - MINUTE,
    });
  });

  test('[AL4] what began and ended is forgotten, and updated that changed begins anew', () => {
    const before = remembered(60 * MINUTE, 60 * MINUTE, name);
    expect(deriveAlerts({ nodes: fine, memory: before }).memory).toStrictEqual({
      heldSince: {},
      updatedNumberScheduled: 2,
      updatedChangedAt: NOW,
    });
    const { memory } = deriveAlerts({ nodes: fine, memory: before });
    expect(deriveAlerts({ nodes: stuck, memory, now: NOW + SECOND }).memory).toStrictEqual({
      heldSince: { [name]: NOW + SECOND },
      updatedNumberScheduled: 1,
      updatedChangedAt: NOW + SECOND,
    });
  });

  test('[AL4] says when time alone makes one fire', () => {
    const { recheckAt } = deriveAlerts({ nodes: stuck, memory: remembered(MINUTE, 6 * MINUTE, name) });
    expect(recheckAt).toBe(NOW + 14 * MINUTE);
    expect(deriveAlerts({ nodes: fine }).recheckAt).toBeUndefined();
  });
});

describe('NotScheduled and MisScheduled', () => {
  test('[AL2] a node without a pod, for 10 min', () => {
    const nodes = { a: { absentSince: NOW - 3 * MINUTE }, b: { pods: [makeNewPod('b')] } };
    expect(alertOf({ nodes }, 'KubeDaemonSetNotScheduled')).toStrictEqual({
      name: 'KubeDaemonSetNotScheduled',
      clauses: [clause('desired_number_scheduled - current_number_scheduled > 0', 1, 0, true)],
      firing: false,
      pendingUntil: NOW + 7 * MINUTE,
    });
    expect(alertOf({ nodes, now: NOW + 7 * MINUTE }, 'KubeDaemonSetNotScheduled')?.firing).toBe(true);
  });

  test('[AL2] [AL4] a pod on a dead node, for 15 min since the node went silent', () => {
    const node = makeSilentNode('a', NOW - 14 * MINUTE);
    const nodes = { a: { node, pods: [makeNewPod('a', notReadySince(NOW - 14 * MINUTE))] }, b: fine['b'] ?? {} };
    expect(alertOf({ nodes }, 'KubeDaemonSetMisScheduled')).toStrictEqual({
      name: 'KubeDaemonSetMisScheduled',
      clauses: [clause('number_misscheduled > 0', 1, 0, true)],
      firing: false,
      pendingUntil: NOW + MINUTE,
      knownFalseAlarm: 'NodesNotReady',
    });
  });

  test('[AL2] nothing holds where all is well', () => {
    expect(
      deriveAlerts({ nodes: fine }).alerts.map(({ clauses, firing }) => [clauses[0]?.holds, firing]),
    ).toStrictEqual([
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});

describe('known false alarms', () => {
  const tainted = { node: makeNode('t', { taints: [makeTaint('blue-green')] }), pods: [makeNewPod('t')] };
  const silent = { node: makeSilentNode('s'), pods: [makeNewPod('s', notReadySince(NOW - MINUTE))] };
  const leaving = {
    node: { ...makeSilentNode('l'), deletionTimestamp: NOW },
    pods: [makeNewPod('l', notReadySince(NOW - MINUTE))],
  };
  const rows: readonly {
    readonly name: string;
    readonly alert: AlertName;
    readonly given: Given;
    readonly word: string | undefined;
  }[] = [
    {
      name: '[AL5] pods that a taint lets stay',
      alert: 'KubeDaemonSetMisScheduled',
      given: { nodes: { ...fine, t: tainted } },
      word: 'ToleratedLeftovers',
    },
    {
      name: '[AL5] they set off RolloutStuck too',
      alert: 'KubeDaemonSetRolloutStuck',
      given: { nodes: { ...fine, t: tainted } },
      word: 'ToleratedLeftovers',
    },
    {
      name: '[AL5] pods on nodes that are not ready',
      alert: 'KubeDaemonSetMisScheduled',
      given: { nodes: { ...fine, s: silent } },
      word: 'NodesNotReady',
    },
    {
      name: '[AL5] of both at once no single word is true',
      alert: 'KubeDaemonSetMisScheduled',
      given: { nodes: { ...fine, s: silent, t: tainted } },
      word: undefined,
    },
    {
      name: '[AL5] nodes that leave',
      alert: 'KubeDaemonSetMisScheduled',
      given: { nodes: { ...fine, l: leaving } },
      word: 'NodesComeAndGo',
    },
    {
      name: '[AL5] a misscheduled pod that is not there any more',
      alert: 'KubeDaemonSetMisScheduled',
      given: { nodes: fine, status: { numberMisscheduled: 1 } },
      word: 'StatusLags',
    },
    {
      name: '[AL5] a missing pod that is there by now',
      alert: 'KubeDaemonSetNotScheduled',
      given: { nodes: fine, status: { currentNumberScheduled: 1 } },
      word: 'StatusLags',
    },
    {
      name: '[AL5] a node that is being born has no pod yet',
      alert: 'KubeDaemonSetNotScheduled',
      given: {
        nodes: {
          ...fine,
          young: {
            node: makeNode('young', {
              creationTimestamp: NOW - MINUTE,
              conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: NOW - MINUTE }],
              taints: [makeTaint('node.cilium.io/agent-not-ready', 'PreferNoSchedule')],
            }),
            absentSince: NOW - MINUTE,
          },
        },
      },
      word: 'NodesComeAndGo',
    },
    {
      name: '[AL5] a status that lags behind a rollout that is done',
      alert: 'KubeDaemonSetRolloutStuck',
      given: { nodes: fine, status: { numberAvailable: 1 } },
      word: 'StatusLags',
    },
    {
      name: '[AL5] a rollout that moves, only slower than the rule looks',
      alert: 'KubeDaemonSetRolloutStuck',
      given: {
        daemonSet: makeRollingDaemonSet({ minReadySeconds: 900 }),
        nodes: { a: { pods: [makeNewPod('a', { creationTimestamp: NOW - MINUTE })] }, waits },
        memory: remembered(6 * MINUTE, 5 * MINUTE, 'KubeDaemonSetRolloutStuck'),
      },
      word: 'SlowButMoving',
    },
    {
      name: '[AL5] one that moves as fast as the rule looks is not taken for stuck',
      alert: 'KubeDaemonSetRolloutStuck',
      given: {
        daemonSet: makeRollingDaemonSet({ minReadySeconds: 900 }),
        nodes: { a: { pods: [makeNewPod('a', { creationTimestamp: NOW - MINUTE })] }, waits },
      },
      word: undefined,
    },
    {
      name: '[AL5] OnDelete waits for a person',
      alert: 'KubeDaemonSetRolloutStuck',
      given: { daemonSet: makeRollingDaemonSet({ updateStrategy: { kind: 'OnDelete' } }), nodes: { waits } },
      word: 'OnDeleteWaits',
    },
    {
      name: '[AL5] a rollout that is stuck is no false alarm',
      alert: 'KubeDaemonSetRolloutStuck',
      given: { nodes: stuck },
      word: undefined,
    },
    {
      name: '[AL5] where pods cannot be read nothing is called false',
      alert: 'KubeDaemonSetMisScheduled',
      given: {
        nodes: fine,
        status: { numberMisscheduled: 1 },
        knowledge: { pods: 'Stale', nodes: 'Known' },
      },
      word: undefined,
    },
  ];
  test.for(rows)('$name', ({ alert, given, word }) => {
    const found = alertOf(given, alert);
    expect(found?.clauses.some(({ holds }) => holds)).toBe(true);
    expect(found?.knownFalseAlarm).toBe(word);
  });
});

test('[AL6] pending is what all of the expression holds of', () => {
  const name = 'KubeDaemonSetRolloutStuck';
  const mannerAfter = (held: number, changed: number) => {
    const alert = alertOf({ nodes: stuck, memory: remembered(held, changed, name) }, name);
    return alert && [mannerOfAlert(alert), alert.pendingUntil !== undefined];
  };
  expect(mannerAfter(MINUTE, 5 * MINUTE - 1)).toStrictEqual(['quiet', true]);
  expect(mannerAfter(MINUTE, 5 * MINUTE)).toStrictEqual(['pending', true]);
  expect(mannerAfter(15 * MINUTE, 20 * MINUTE)).toStrictEqual(['firing', false]);
});

test('[AL4] [RS5] nothing is said to have held before it could', () => {
  const { memory } = deriveAlerts({ nodes: stuck, now: NOW });
  expect(memory.heldSince.KubeDaemonSetRolloutStuck).toBeGreaterThanOrEqual(ROLLED_AT);
  expect(deriveAlerts({ nodes: { t: { absentSince: CREATED_AT } } }).memory.heldSince).toMatchObject({
    KubeDaemonSetNotScheduled: CREATED_AT,
  });
});
