import fc from 'fast-check';
import { KNOWLEDGE_KINDS } from '#lib/domain/objects.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { DAEMON_SET_STATES } from '#lib/domain/rollout/daemonset-state.ts';
import { ROLLOUT_REASONS } from '#lib/domain/rollout/verdict.ts';
import type { Picture, PictureCounts, PictureDaemonSet, PictureNode } from '#lib/wire/picture.ts';

/*
 * Pictures for tests: quiet ones to state differences from, and arbitrary ones for laws. Names come from short lists so
 * that two pictures often speak of the same objects, and some of the names are hostile.
 */

export function makePictureNode(overrides: Partial<PictureNode> = {}): PictureNode {
  return {
    name: 'node-a',
    ready: 'True',
    unschedulable: false,
    createdAt: 1_767_225_600_000,
    labels: {},
    kubeletVersion: 'v1.36.0',
    osImage: null,
    kernelVersion: null,
    architecture: 'amd64',
    ...overrides,
  };
}

export function makePictureCounts(overrides: Partial<PictureCounts> = {}): PictureCounts {
  return {
    desiredNumberScheduled: 0,
    currentNumberScheduled: 0,
    updatedNumberScheduled: 0,
    numberReady: 0,
    numberAvailable: 0,
    numberUnavailable: 0,
    numberMisscheduled: 0,
    ...overrides,
  };
}

export function makePictureDaemonSet(overrides: Partial<PictureDaemonSet> = {}): PictureDaemonSet {
  return {
    namespace: 'default',
    name: 'agent',
    uid: 'uid-agent',
    state: 'Complete',
    reason: 'UpdatedAndAvailable',
    since: null,
    sinceIsLowerBound: false,
    concerned: 0,
    concernedNodes: [],
    slowed: false,
    budget: { kind: 'maxUnavailable', limit: 1, used: 0, need: 0, stuck: 0 },
    cause: null,
    eta: null,
    finishes: null,
    explainedByNodes: false,
    hardCause: null,
    status: makePictureCounts(),
    counted: makePictureCounts(),
    priority: 0,
    strategy: 'RollingUpdate',
    revision: { hash: '5d8f7b6c4', number: 1 },
    kubectl: { done: true, message: 'daemon set "agent" successfully rolled out' },
    ...overrides,
  };
}

export function makePicture(overrides: Partial<Picture> = {}): Picture {
  return {
    cluster: { name: 'test', version: null },
    source: { kind: 'Cluster' },
    nodes: [],
    daemonSets: [],
    cells: new Map(),
    ignoredNodes: 0,
    knowledge: { pods: 'Known', nodes: 'Known' },
    nodeTroubles: [],
    ...overrides,
  };
}

/** Plain objects: fast-check would also make some without a prototype, which toStrictEqual tells apart. */
function record<Model>(model: { [Name in keyof Model]: fc.Arbitrary<Model[Name]> }): fc.Arbitrary<Model> {
  return fc.record<Model>(model, { noNullPrototype: true });
}

const HOSTILE = ['__proto__', 'constructor', 'ノード', 'a\r\n\r\nevent: bye\ndata: {}'];
const text = fc.constantFrom('a', 'b', ...HOSTILE);
const time = fc.constantFrom(null, 0, 1_767_225_600_000, 1_767_225_601_500, -5.5);
const maybeText = fc.option(text, { nil: null });
const count = fc.nat({ max: 3 });

const counts: fc.Arbitrary<PictureCounts> = record({
  desiredNumberScheduled: count,
  currentNumberScheduled: count,
  updatedNumberScheduled: count,
  numberReady: count,
  numberAvailable: count,
  numberUnavailable: count,
  numberMisscheduled: count,
});

const labels = fc
  .uniqueArray(fc.tuple(text, text), { selector: ([key]) => key, maxLength: 3 })
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));

const node: fc.Arbitrary<PictureNode> = record({
  name: fc.constantFrom('node-a', 'node-b', 'node-c', 'node-d', ...HOSTILE),
  ready: fc.constantFrom('True', 'False', 'Unknown', 'Absent'),
  unschedulable: fc.boolean(),
  createdAt: time,
  labels,
  kubeletVersion: maybeText,
  osImage: maybeText,
  kernelVersion: maybeText,
  architecture: maybeText,
});

const daemonSet: fc.Arbitrary<PictureDaemonSet> = record({
  namespace: text,
  name: text,
  uid: fc.constantFrom('uid-a', 'uid-b', 'uid-c', ...HOSTILE),
  state: fc.constantFrom(...DAEMON_SET_STATES),
  reason: fc.constantFrom(...ROLLOUT_REASONS),
  since: time,
  sinceIsLowerBound: fc.boolean(),
  concerned: count,
  concernedNodes: fc.array(text, { maxLength: 3 }),
  slowed: fc.boolean(),
  budget: fc.option(
    record({
      kind: fc.constantFrom('maxUnavailable', 'maxSurge'),
      limit: count,
      used: count,
      need: count,
      stuck: count,
    }),
    { nil: null },
  ),
  cause: fc.option(
    record({ code: fc.constantFrom('R03', 'K12'), confidence: fc.constantFrom('H', 'M', 'L'), nodes: count }),
    { nil: null },
  ),
  eta: fc.option(record({ earliest: count, latest: count }), { nil: null }),
  finishes: fc.option(fc.boolean(), { nil: null }),
  explainedByNodes: fc.boolean(),
  hardCause: maybeText,
  status: counts,
  counted: counts,
  priority: fc.integer({ min: -1, max: 1 }),
  strategy: fc.constantFrom('RollingUpdate', 'OnDelete'),
  revision: fc.option(record({ hash: text, number: count }), { nil: null }),
  kubectl: record({ done: fc.option(fc.boolean(), { nil: null }), message: text }),
});

const knowledge = fc.constantFrom(...KNOWLEDGE_KINDS);
const LAST_STATE = CELL_STATES.length - 1;

/** Any picture that keeps its own promises: unique names and uids, and one byte per node and DaemonSet. */
export const arbitraryPicture: fc.Arbitrary<Picture> = record({
  cluster: record({ name: text, version: maybeText }),
  source: fc.oneof(
    fc.constant({ kind: 'Cluster' } as const),
    record({ kind: fc.constant('Files' as const), asOf: fc.nat() }),
  ),
  nodes: fc.uniqueArray(node, { selector: ({ name }) => name, maxLength: 7 }),
  daemonSets: fc.uniqueArray(daemonSet, { selector: ({ uid }) => uid, maxLength: 5 }),
  nodeTroubles: fc.array(
    record({
      pool: maybeText,
      kind: fc.constantFrom('NotReady', 'Unreachable', 'Gone'),
      phase: fc.constantFrom('Steady', 'Starting', 'Leaving'),
      nodes: count,
      names: fc.array(text, { maxLength: 3 }),
      since: time,
      daemonSets: fc.array(text, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  ignoredNodes: count,
  knowledge: record({ pods: knowledge, nodes: knowledge }),
}).chain((rest) => {
  const column = fc
    .array(fc.nat({ max: LAST_STATE }), { minLength: rest.nodes.length, maxLength: rest.nodes.length })
    .map((states) => Uint8Array.from(states));
  return fc
    .tuple(...rest.daemonSets.map(({ uid }) => column.map((bytes) => [uid, bytes] as const)))
    .map((columns): Picture => ({ ...rest, cells: new Map(columns) }));
});

/** Two pictures that share most of their parts by reference, as neighbours in a stream do. */
export const neighbouringPictures: fc.Arbitrary<readonly [Picture, Picture]> = fc
  .tuple(arbitraryPicture, fc.nat({ max: LAST_STATE }), fc.nat(), fc.boolean())
  .map(([before, state, seed, dropNode]) => {
    const { nodes, daemonSets } = before;
    if (dropNode && nodes.length > 0) {
      const gone = seed % nodes.length;
      const cells = [...before.cells].map(([uid, bytes]) => [uid, bytes.filter((_, at) => at !== gone)] as const);
      return [before, { ...before, nodes: nodes.filter((_, at) => at !== gone), cells: new Map(cells) }] as const;
    }
    const touched = daemonSets[seed % Math.max(1, daemonSets.length)];
    if (touched === undefined || nodes.length === 0) return [before, before] as const;
    const column = before.cells.get(touched.uid)?.with(seed % nodes.length, state) ?? new Uint8Array(nodes.length);
    const after = daemonSets.map((each) => (each === touched ? { ...each, concerned: state } : each));
    return [before, { ...before, daemonSets: after, cells: new Map(before.cells).set(touched.uid, column) }] as const;
  });
