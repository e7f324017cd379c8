import { expect, test } from 'vitest';
import { nodeName, revisionHash } from '#lib/domain/keys.ts';
import { makeDaemonSet, makeDaemonSetStatus } from '#lib/testing/objects.ts';
import { makeCell, makeCellPod, makeStatusInput, makeView, VIEWED_AT } from '#lib/testing/views.ts';
import { type DaemonSetDocument, type StatusDocument, statusDocument } from './status-document.ts';

const minute = 60_000;

test('[design 8.1] the whole document of a quiet cluster, key by key', () => {
  const zero = makeDaemonSetStatus();
  const counters = {
    ...zero,
    desiredNumberScheduled: 1,
    currentNumberScheduled: 1,
    updatedNumberScheduled: 1,
    numberReady: 1,
    numberAvailable: 1,
  };
  const known = { state: 'Known', asOf: '2026-01-01T01:00:00Z', note: null };
  const wanted: StatusDocument = {
    apiVersion: 'rollcall/v1',
    at: '2026-01-01T01:00:00Z',
    cluster: { name: 'test', version: 'v1.36.3' },
    health: {
      daemonsets: known,
      controllerrevisions: known,
      pods: known,
      nodes: known,
      events: known,
      namespaces: known,
      poddisruptionbudgets: known,
      priorityclasses: known,
    } as StatusDocument['health'],
    ignored: {},
    daemonSets: [
      {
        namespace: 'default',
        name: 'agent',
        uid: 'daemonset/default/agent',
        state: 'Complete',
        reason: 'UpdatedAndAvailable',
        since: '2026-01-01T00:00:00Z',
        sinceIsLowerBound: false,
        message: 'The one target node runs the current revision, available · for 1 h.',
        kubectl: { done: true, message: 'daemon set "agent" successfully rolled out' },
        status: counters,
        counted: counters,
        revision: { current: { hash: '5d8f7b6c4', number: 1 }, by: 'template' },
        budget: null,
        progress: {
          last: { at: null, what: null },
          perPod: { median: null, p90: null, samples: 0 },
          eta: null,
          parallelism: 1,
        },
        causes: [],
        alerts: [],
      },
    ],
    nodes: [{ name: 'node-a', state: 'ok', incomplete: [], causes: [] }],
    findings: [],
  };
  expect(statusDocument(makeStatusInput())).toStrictEqual(wanted);
});

test('[design 8.1] with --cells every node has its cell, excluded ones too, and times are RFC 3339', () => {
  const view = makeView({
    cells: [
      makeCell('node-a'),
      makeCell('node-b', 'excluded', {
        reasons: [
          {
            kind: 'Taint',
            taint: { key: 'gpu', value: '', effect: 'NoSchedule', timeAdded: VIEWED_AT - minute },
          },
        ],
        pods: [],
      }),
      makeCell('node-c', 'progressing', {
        reasons: [
          { kind: 'WaitingMinReadySeconds', availableAt: VIEWED_AT + 500 },
          { kind: 'Outdated', hash: revisionHash('7d9f8b6c4') },
        ],
        pods: [makeCellPod({ name: 'agent-new', hash: revisionHash('7d9f8b6c4') }), makeCellPod({ name: 'agent-old' })],
      }),
      makeCell('node-d', 'failed', {
        reasons: [
          {
            kind: 'ContainerWaiting',
            container: 'agent',
            init: false,
            waitingReason: 'CrashLoopBackOff',
            restartCount: 3,
            lastTermination: { exitCode: 137, reason: 'OOMKilled' },
          },
          { kind: 'NotReady', since: VIEWED_AT - 5 * minute, allowanceMillis: 2 * minute },
        ],
      }),
    ],
  });
  const [document] = statusDocument(makeStatusInput({ daemonSets: [view], cells: true })).daemonSets;
  const wanted: DaemonSetDocument['cells'] = {
    'node-a': {
      state: 'ok',
      reasons: [{ kind: 'Available' }],
      pod: 'agent-node-a',
      revision: { hash: '5d8f7b6c4', number: 1 },
    },
    'node-b': {
      state: 'excluded',
      reasons: [
        { kind: 'Taint', taint: { key: 'gpu', value: '', effect: 'NoSchedule', timeAdded: '2026-01-01T00:59:00Z' } },
      ],
      pod: null,
      revision: null,
    },
    'node-c': {
      state: 'progressing',
      reasons: [
        { kind: 'WaitingMinReadySeconds', availableAt: '2026-01-01T01:00:00.500Z' },
        { kind: 'Outdated', hash: '7d9f8b6c4' },
      ],
      pod: 'agent-new',
      // [RV13] Its revision was pruned, so it has no number.
      revision: { hash: '7d9f8b6c4', number: null },
    },
    'node-d': {
      state: 'failed',
      reasons: [
        {
          kind: 'ContainerWaiting',
          container: 'agent',
          init: false,
          waitingReason: 'CrashLoopBackOff',
          restartCount: 3,
          lastTermination: { exitCode: 137, reason: 'OOMKilled' },
        },
        { kind: 'NotReady', since: '2026-01-01T00:55:00Z', allowanceMillis: 120_000 },
      ],
      pod: 'agent-node-d',
      revision: { hash: '5d8f7b6c4', number: 1 },
    },
  };
  expect(document?.cells).toStrictEqual(wanted);
});

test('[design 8.1] one dead node is one row, however many DaemonSets it concerns', () => {
  const down = makeCell('node-b', 'nodeDown', { reasons: [{ kind: 'NodeNotReady', status: 'Unknown' }] });
  const views = ['agent', 'proxy'].map((name) =>
    makeView({ daemonSet: makeDaemonSet({ name }), cells: [makeCell('node-10'), down, makeCell('node-2', 'old')] }),
  );
  expect(statusDocument(makeStatusInput({ daemonSets: views })).nodes).toStrictEqual([
    { name: 'node-2', state: 'old', incomplete: [], causes: [] },
    { name: 'node-10', state: 'ok', incomplete: [], causes: [] },
    { name: 'node-b', state: 'nodeDown', incomplete: ['default/agent', 'default/proxy'], causes: [] },
  ]);
});

test('what is not known is null: since, kubectl under OnDelete, the current revision', () => {
  const { since: _, ...verdict } = makeView().verdict;
  const view = { ...makeView({ kubectl: { message: 'only for RollingUpdate' }, revision: { by: 'none' } }), verdict };
  const [document] = statusDocument(makeStatusInput({ daemonSets: [view] })).daemonSets;
  expect(document).toMatchObject({
    since: null,
    kubectl: { done: null, message: 'only for RollingUpdate' },
    revision: { current: null, by: 'none' },
  });
});

test('[RD1] a resource that may not be read says so, and since when nothing is known', () => {
  const input = makeStatusInput();
  const health = { ...input.health, nodes: { state: 'Forbidden', note: '403 Forbidden' } as const };
  const document = statusDocument({ ...input, health, ignored: { ConfigMap: 3 } });
  expect(document.health['nodes']).toStrictEqual({ state: 'Forbidden', asOf: null, note: '403 Forbidden' });
  expect(document.ignored).toStrictEqual({ ConfigMap: 3 });
});

test('a node called __proto__ is a node', () => {
  const view = makeView({ cells: [makeCell('__proto__', 'missing', { reasons: [{ kind: 'NoPod' }], pods: [] })] });
  const text = JSON.stringify(statusDocument(makeStatusInput({ daemonSets: [view], cells: true })));
  expect(text).toContain('"cells":{"__proto__":{"state":"missing"');
});

test('[7.3] of a simulated cluster the document says which story it is', () => {
  const simulated = { scenario: 'tour', description: 'Two nodes meet.' };
  expect(statusDocument(makeStatusInput({ simulated }))).toStrictEqual({
    ...statusDocument(makeStatusInput()),
    simulated,
  });
});

const nodes = ['node-b', 'node-a'].map(nodeName);
const troubled = makeView({
  budget: {
    kind: 'maxSurge',
    limit: 2,
    used: 2,
    need: 1,
    holders: [
      {
        node: nodeName('node-a'),
        pod: 'agent-new',
        row: 'RU8f',
        kind: 'stuck',
        reason: 'CrashLoopBackOff',
        since: VIEWED_AT - minute,
        hardCause: 'CrashLoopBackOff',
      },
      { node: nodeName('node-b'), row: 'RU8h', kind: 'inFlight', reason: 'Terminating' },
    ],
    unavailable: [],
  },
  progress: {
    last: { at: VIEWED_AT - minute, what: 'PodReady', node: nodeName('node-a') },
    perPod: { median: 12_500, p90: 30_000, samples: 6 },
    eta: { earliest: VIEWED_AT + minute, latest: VIEWED_AT + 2 * minute },
    parallelism: 1,
    remaining: 7,
    finishes: true,
  },
  causes: [
    {
      code: 'K18',
      name: 'CrashLoop',
      confidence: 'M',
      nodes,
      holdsBudget: true,
      since: VIEWED_AT - minute,
      facts: { container: 'agent', exitCode: 1, restartCount: 3 },
      evidence: [
        { object: { kind: 'Pod', namespace: 'default', name: 'agent-new' }, field: 'status.phase', value: 'Running' },
        { object: { kind: 'Node', name: 'node-a' }, field: 'spec.unschedulable', value: false },
      ],
      commands: [
        { command: 'kubectl -n default logs agent-new -c agent --previous', changes: false },
        { command: 'kubectl -n default rollout undo ds/agent', changes: true },
      ],
    },
  ],
  alerts: [
    {
      name: 'KubeDaemonSetRolloutStuck',
      firing: false,
      pendingUntil: VIEWED_AT + 15 * minute,
      clauses: [{ clause: 'updated_number_scheduled != desired_number_scheduled', left: 1, right: 2, holds: true }],
      knownFalseAlarm: 'SlowButMoving',
    },
  ],
  cells: [makeCell('node-b', 'failed'), makeCell('node-a', 'failed')],
});

test('[design 8.1] what holds a rollout, key by key; moments are RFC 3339, lengths of time seconds', () => {
  const [document] = statusDocument(makeStatusInput({ daemonSets: [troubled] })).daemonSets;
  const { budget, progress, causes, alerts } = document ?? {};
  expect({ budget, progress, causes, alerts }).toStrictEqual({
    budget: {
      kind: 'maxSurge',
      limit: 2,
      used: 2,
      need: 1,
      holders: [
        {
          node: 'node-a',
          pod: 'agent-new',
          row: 'RU8f',
          kind: 'stuck',
          reason: 'CrashLoopBackOff',
          since: '2026-01-01T00:59:00Z',
        },
        { node: 'node-b', pod: null, row: 'RU8h', kind: 'inFlight', reason: 'Terminating', since: null },
      ],
    },
    progress: {
      last: { at: '2026-01-01T00:59:00Z', what: 'PodReady' },
      perPod: { median: 12.5, p90: 30, samples: 6 },
      eta: { earliest: '2026-01-01T01:01:00Z', latest: '2026-01-01T01:02:00Z' },
      parallelism: 1,
    },
    causes: [
      {
        code: 'K18',
        name: 'CrashLoop',
        confidence: 'M',
        nodes: ['node-a', 'node-b'],
        holdsBudget: true,
        since: '2026-01-01T00:59:00Z',
        evidence: [
          { object: 'Pod default/agent-new', field: 'status.phase', value: 'Running' },
          { object: 'Node node-a', field: 'spec.unschedulable', value: false },
        ],
        message:
          'Most likely: Container agent ends again and again with exit code 1, restarted 3 times · node-b, node-a · for 1 min.',
        commands: [
          { command: 'kubectl -n default logs agent-new -c agent --previous', changes: false },
          { command: 'kubectl -n default rollout undo ds/agent', changes: true },
        ],
      },
    ],
    alerts: [
      {
        name: 'KubeDaemonSetRolloutStuck',
        firing: false,
        pendingUntil: '2026-01-01T01:15:00Z',
        clauses: [{ clause: 'updated_number_scheduled != desired_number_scheduled', left: 1, right: 2, holds: true }],
        knownFalseAlarm: 'SlowButMoving',
      },
    ],
  });
});

test('[TX3] what sits on a node is told there once, with the DaemonSets that it concerns', () => {
  const other = { ...troubled, daemonSet: makeDaemonSet({ namespace: 'a', name: 'first' }) };
  const { nodes: rows } = statusDocument(makeStatusInput({ daemonSets: [troubled, other] }));
  const causes = [{ code: 'K18', daemonSets: ['a/first', 'default/agent'] }];
  expect(rows).toStrictEqual(
    ['node-a', 'node-b'].map((name) => ({
      name,
      state: 'failed',
      incomplete: ['a/first', 'default/agent'],
      causes,
    })),
  );
});

test('[RU2] under OnDelete there is no budget', () => {
  const view = makeView({ daemonSet: makeDaemonSet({ updateStrategy: { kind: 'OnDelete' } }) });
  expect(statusDocument(makeStatusInput({ daemonSets: [view] })).daemonSets[0]?.budget).toBe(null);
});
