import { describe, expect, test } from 'vitest';
import { type NodeName, nodeName, revisionHash, uid } from '#lib/domain/keys.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { ListedRevision } from '#lib/domain/rollout/revision-list.ts';
import { makePictureNode } from '#lib/testing/pictures.ts';
import { AGENT } from '#lib/testing/small-fleet.ts';
import type { TimelineMarker } from '#lib/wire/timeline.ts';
import type { Transition } from './history.ts';
import { type TimelineInput, timelineOf } from './timeline.ts';

/* Times are minutes of a day; the watch began at 600. */

const MINUTE = 60_000;
const NOW = 720;
const WATCHED = 600;
const subject = { uid: uid('daemonset/default/agent'), key: AGENT };
const a = nodeName('node-a');
const b = nodeName('node-b');

const turn = (at: number, node: NodeName, from: CellState, to: CellState): Transition => ({
  ...subject,
  of: 'Cell',
  at: at * MINUTE,
  node,
  from,
  to,
});
const gone = (at: number, node: NodeName, from: CellState): Transition => ({
  ...subject,
  of: 'NodeGone',
  at: at * MINUTE,
  node,
  from,
  hidden: false,
});
const came = (at: number, node: NodeName, to: CellState): Transition => ({
  ...subject,
  of: 'NodeCame',
  at: at * MINUTE,
  node,
  to,
});
const became = (at: number, from: DaemonSetState, to: DaemonSetState): Transition => ({
  ...subject,
  of: 'DaemonSet',
  at: at * MINUTE,
  from,
  to,
});
const revision = (number: number, createdAt: number, overrides: Partial<ListedRevision> = {}): ListedRevision => ({
  number,
  hash: revisionHash(`hash${number}`),
  createdAt: createdAt * MINUTE,
  current: true,
  rolledBackTo: false,
  ...overrides,
});
const current = (at: number, number: number): Transition => ({
  ...subject,
  of: 'Revision',
  at: at * MINUTE,
  from: { hash: revisionHash('before'), number: 1 },
  to: { hash: revisionHash(`hash${number}`), number },
});

type Given = Partial<Omit<TimelineInput, 'lastState' | 'sinceOf' | 'nodes'>> & {
  /** Node to its last state and, in minutes, since when the API says so; `made` is when the node was. */
  readonly cells?: Readonly<
    Record<
      string,
      { readonly state: CellState; readonly since?: number; readonly made?: number; readonly zone?: string }
    >
  >;
};

function look({ cells = { 'node-a': { state: 'ok' }, 'node-b': { state: 'ok' } }, ...given }: Given = {}) {
  const timeline = timelineOf({
    now: NOW * MINUTE,
    range: 'watched',
    groupBy: { kind: 'none' },
    daemonSet: { state: 'Progressing' },
    revisions: [],
    nodes: Object.entries(cells).map(([name, { made, zone }]) =>
      makePictureNode({
        name,
        createdAt: made === undefined ? null : made * MINUTE,
        labels: zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone },
      }),
    ),
    lastState: (node) => cells[node]?.state,
    sinceOf: (node) => {
      const since = cells[node]?.since;
      return since === undefined ? undefined : since * MINUTE;
    },
    transitions: [],
    blind: [],
    watchedSince: WATCHED * MINUTE,
    ...given,
  });
  const minutes = (at: number) => Math.round(at / MINUTE);
  return {
    ...timeline,
    span: [minutes(timeline.from), minutes(timeline.until)],
    steps: timeline.steps.map(({ at, counts }) => [minutes(at), counts]),
    lanes: timeline.lanes.map(({ of, nodes, steps }) => ({
      of: of.kind === 'Group' ? of.key : of.kind === 'Rest' ? `${of.groups} more` : of.kind,
      nodes,
      steps: steps.map(({ at, counts }) => [minutes(at), counts]),
    })),
    markers: timeline.markers.map((marker): TimelineMarker => ({ ...marker, at: minutes(marker.at) })),
  };
}

describe('steps', () => {
  test('lead back from what is there now, through what changed, to the beginning of the watch', () => {
    const { span, steps } = look({
      transitions: [
        turn(610, a, 'old', 'progressing'),
        turn(620, a, 'progressing', 'ok'),
        turn(620, b, 'old', 'progressing'),
        turn(640, b, 'progressing', 'ok'),
      ],
    });
    expect(span).toStrictEqual([600, 720]);
    expect(steps).toStrictEqual([
      [600, { old: 2 }],
      [610, { progressing: 1, old: 1 }],
      [620, { progressing: 1, ok: 1 }],
      [640, { ok: 2 }],
    ]);
  });

  test('a time without sight is a gap, and what was found after it is told after it', () => {
    const { steps } = look({
      transitions: [turn(650, a, 'ok', 'failed')],
      cells: { 'node-a': { state: 'failed' }, 'node-b': { state: 'ok' } },
      blind: [{ from: 630 * MINUTE, until: 650 * MINUTE }, { from: 700 * MINUTE }],
    });
    expect(steps).toStrictEqual([
      [600, { ok: 2 }],
      [630, null],
      [650, { failed: 1, ok: 1 }],
      [700, null],
    ]);
  });

  test('before the watch only what still lasts is known, from the moment that the API has for it', () => {
    const { span, steps } = look({
      range: 'rollout',
      revisions: [revision(2, 500)],
      transitions: [turn(610, b, 'progressing', 'ok')],
      cells: {
        'node-a': { state: 'failed', since: 510 },
        'node-b': { state: 'ok', since: 610 },
        'node-c': { state: 'old', since: 300 },
      },
    });
    expect(span).toStrictEqual([489, 720]);
    expect(steps).toStrictEqual([
      [489, { unknown: 2, old: 1 }],
      [510, { failed: 1, unknown: 1, old: 1 }],
      [600, { failed: 1, progressing: 1, old: 1 }],
      [610, { failed: 1, old: 1, ok: 1 }],
    ]);
  });

  test('that nothing could be seen before the watch began is no gap in what is known of that time', () => {
    const { steps } = look({
      range: 'rollout',
      revisions: [revision(2, 500)],
      cells: { 'node-a': { state: 'ok', since: 510 } },
      blind: [{ from: 599 * MINUTE, until: WATCHED * MINUTE }],
    });
    expect(steps).toStrictEqual([
      [489, { unknown: 1 }],
      [510, { ok: 1 }],
    ]);
  });

  test('nodes count from when they came to when they went; excluded ones never', () => {
    const { steps, lanes } = look({
      cells: { 'node-b': { state: 'ok', made: 649 }, 'node-c': { state: 'excluded' } },
      transitions: [turn(610, a, 'ok', 'nodeDown'), gone(630, a, 'nodeDown'), came(650, b, 'ok')],
    });
    expect(steps).toStrictEqual([
      [600, { ok: 1 }],
      [610, { nodeDown: 1 }],
      [630, {}],
      [650, { ok: 1 }],
    ]);
    expect(lanes).toStrictEqual([
      {
        of: '',
        nodes: 1,
        steps: [
          [600, {}],
          [650, { ok: 1 }],
        ],
      },
      {
        of: 'Gone',
        nodes: 1,
        steps: [
          [600, { ok: 1 }],
          [610, { nodeDown: 1 }],
          [630, {}],
        ],
      },
    ]);
  });

  test('of more moments than a screen has room for the worst and the last of each part: nothing bad is lost', () => {
    const flaps = Array.from({ length: 1_000 }, (_, index) =>
      index % 2 === 0 ? turn(600 + index / 10, a, 'ok', 'progressing') : turn(600 + index / 10, a, 'progressing', 'ok'),
    );
    const failure = [turn(650.01, b, 'ok', 'failed'), turn(650.02, b, 'failed', 'ok')];
    const transitions = [...flaps.slice(0, 501), ...failure, ...flaps.slice(501)];
    const { steps } = look({ transitions });
    expect(steps.length).toBeLessThanOrEqual(300);
    expect(steps.length).toBeGreaterThan(100);
    expect([steps[0], steps.at(-1)]).toStrictEqual([
      [600, { progressing: 1, ok: 1 }],
      [700, { ok: 2 }],
    ]);
    expect(steps.filter(([, counts]) => JSON.stringify(counts)?.includes('failed'))).toStrictEqual([
      [650, { failed: 1, progressing: 1 }],
    ]);
  });

  test('never watched, and nothing that the API has a moment for: unknown', () => {
    const { watchedSince, steps } = look({
      watchedSince: undefined,
      cells: { 'node-a': { state: 'ok', since: 719.5 } },
    });
    expect(watchedSince).toBeNull();
    expect(steps).toStrictEqual([
      [719, { unknown: 1 }],
      [720, { ok: 1 }],
    ]);
  });
});

describe('lanes', () => {
  const zones = {
    'node-a': { state: 'failed', zone: 'b' },
    'node-b': { state: 'ok', zone: 'a' },
    'node-c': { state: 'ok' },
  } as const;

  test('one per group in natural order, equal steps in a row are one, gaps are left', () => {
    const { lanes } = look({
      groupBy: { kind: 'zone' },
      cells: zones,
      transitions: [turn(610, b, 'old', 'ok'), turn(620, a, 'ok', 'failed')],
      blind: [{ from: 700 * MINUTE, until: 710 * MINUTE }],
    });
    expect(lanes).toStrictEqual([
      {
        of: 'a',
        nodes: 1,
        steps: [
          [600, { old: 1 }],
          [610, { ok: 1 }],
          [700, null],
          [710, { ok: 1 }],
        ],
      },
      {
        of: 'b',
        nodes: 1,
        steps: [
          [600, { ok: 1 }],
          [620, { failed: 1 }],
          [700, null],
          [710, { failed: 1 }],
        ],
      },
      {
        of: '',
        nodes: 1,
        steps: [
          [600, { ok: 1 }],
          [700, null],
          [710, { ok: 1 }],
        ],
      },
    ]);
  });

  test('a group without a node that counts has no lane', () => {
    const { lanes } = look({
      groupBy: { kind: 'zone' },
      cells: { 'node-a': { state: 'excluded', zone: 'a' }, 'node-b': { state: 'ok', zone: 'b' } },
    });
    expect(lanes).toStrictEqual([{ of: 'b', nodes: 1, steps: [[600, { ok: 1 }]] }]);
  });

  test('of more than 24 groups those that were worst have a lane, and the others one together', () => {
    const cells = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `node-${index}`,
        { state: index === 33 ? 'failed' : 'ok', zone: `zone-${index}` } as const,
      ]),
    );
    const { lanes } = look({ groupBy: { kind: 'zone' }, cells });
    expect(lanes.length).toBe(24);
    expect(lanes.slice(-2)).toStrictEqual([
      { of: 'zone-33', nodes: 1, steps: [[600, { failed: 1 }]] },
      { of: '17 more', nodes: 17, steps: [[600, { ok: 17 }]] },
    ]);
  });
});

type MarkerRow = { readonly name: string; readonly given: Given; readonly markers: readonly TimelineMarker[] };
const began: TimelineMarker = { at: WATCHED, kind: 'WatchBegan' };
const markerRows: readonly MarkerRow[] = [
  {
    name: 'a revision that was made, once, though it became the current one a moment later',
    given: { revisions: [revision(2, 610)], transitions: [current(610.1, 2)] },
    markers: [began, { at: 610, kind: 'RevisionCreated', number: 2, hash: 'hash2' }],
  },
  {
    name: '[RV12] a revision that was rolled back to, when we saw it, by the number it has now',
    given: { revisions: [revision(5, 649.5, { rolledBackTo: true })], transitions: [current(650, 5)] },
    markers: [began, { at: 650, kind: 'RevisionCurrent', number: 5, hash: 'hash5' }],
  },
  {
    name: 'the first failure after each revision, and no other',
    given: {
      revisions: [revision(2, 620)],
      transitions: [
        turn(610, b, 'ok', 'missing'),
        turn(640, a, 'progressing', 'starved'),
        turn(650, b, 'ok', 'failed'),
      ],
    },
    markers: [
      began,
      { at: 610, kind: 'FirstFailure', node: 'node-b', state: 'missing' },
      { at: 620, kind: 'RevisionCreated', number: 2, hash: 'hash2' },
      { at: 640, kind: 'FirstFailure', node: 'node-a', state: 'starved' },
    ],
  },
  {
    name: 'states, and none in between while nothing was known',
    given: {
      transitions: [
        became(610, 'Unknown', 'Progressing'),
        became(620, 'Progressing', 'Unknown'),
        became(630, 'Unknown', 'Progressing'),
        became(640, 'Progressing', 'Stalled'),
        became(650, 'Stalled', 'Unknown'),
        became(660, 'Unknown', 'Complete'),
      ],
    },
    markers: [
      began,
      { at: 640, kind: 'State', from: 'Progressing', to: 'Stalled' },
      { at: 660, kind: 'State', from: 'Stalled', to: 'Complete' },
    ],
  },
  {
    name: 'a state that was left again at once is none, and nothing is told when it came back to what it was',
    given: {
      transitions: [
        became(610, 'Complete', 'NotObserved'),
        became(610.01, 'NotObserved', 'Progressing'),
        became(640, 'Progressing', 'Degraded'),
        became(640.01, 'Degraded', 'Progressing'),
        became(660, 'Progressing', 'Complete'),
      ],
    },
    markers: [
      began,
      { at: 610, kind: 'State', from: 'Complete', to: 'Progressing' },
      { at: 660, kind: 'State', from: 'Progressing', to: 'Complete' },
    ],
  },
  {
    name: 'a node that came before it was ready is not back when it is',
    given: { transitions: [came(610, a, 'nodeDown'), turn(620, a, 'nodeDown', 'progressing')] },
    markers: [began, { at: 610, kind: 'NodesCame', nodes: { count: 1, names: ['node-a'] } }],
  },
  {
    name: 'nodes that were lost together are one loss; some came back, others went',
    given: {
      transitions: [
        ...['a', 'b', 'c', 'd'].map((letter, index) =>
          turn(610 + index / 10, nodeName(`node-${letter}`), 'ok', 'nodeDown'),
        ),
        turn(630, b, 'nodeDown', 'ok'),
        turn(640, a, 'nodeDown', 'excluded'),
        gone(645, nodeName('node-c'), 'nodeDown'),
        came(650, nodeName('node-e'), 'progressing'),
      ],
    },
    markers: [
      began,
      { at: 610, kind: 'NodesLost', nodes: { count: 4, names: ['node-a', 'node-b', 'node-c'] } },
      { at: 630, kind: 'NodesBack', nodes: { count: 1, names: ['node-b'] } },
      { at: 645, kind: 'NodesGone', nodes: { count: 1, names: ['node-c'] } },
      { at: 650, kind: 'NodesCame', nodes: { count: 1, names: ['node-e'] } },
    ],
  },
  {
    name: 'sight that was lost and came back',
    given: {
      blind: [{ from: 0, until: 600 * MINUTE }, { from: 630 * MINUTE, until: 650 * MINUTE }, { from: 700 * MINUTE }],
    },
    markers: [
      began,
      { at: 630, kind: 'SightLost' },
      { at: 650, kind: 'SightRegained' },
      { at: 700, kind: 'SightLost' },
    ],
  },
];
test.for(markerRows)('markers: $name', ({ given, markers }) => {
  expect(look(given).markers).toStrictEqual(markers);
});

test('of too many markers the newest are told, and how many are not', () => {
  const transitions = Array.from({ length: 120 }, (_, index) =>
    became(601 + index / 2, index % 2 === 0 ? 'Complete' : 'Degraded', index % 2 === 0 ? 'Degraded' : 'Complete'),
  );
  const { markers, omittedMarkers } = look({ transitions });
  expect([markers.length, omittedMarkers]).toStrictEqual([100, 21]);
  expect(markers.at(-1)?.at).toBe(661);
});

type RangeRow = { readonly name: string; readonly given: Given; readonly range: string; readonly from: number };
const rangeRows: readonly RangeRow[] = [
  {
    name: 'a rollout that is young',
    given: { revisions: [revision(2, 620)], daemonSet: { state: 'Complete' } },
    range: 'rollout',
    from: 615,
  },
  {
    name: 'a rollout that is old, and not finished',
    given: { revisions: [revision(2, -2_000)] },
    range: 'rollout',
    from: -2_136,
  },
  {
    name: 'the last day, when the rollout is old and finished',
    given: { revisions: [revision(2, -2_000)], daemonSet: { state: 'Complete' } },
    range: 'day',
    from: -720,
  },
  {
    name: 'the last day, when nobody can say when a rollback began',
    given: { revisions: [revision(2, 100, { rolledBackTo: true })] },
    range: 'day',
    from: -720,
  },
  {
    name: 'a rollback whose beginning we saw',
    given: { revisions: [revision(2, 100, { rolledBackTo: true })], transitions: [current(700, 2)] },
    range: 'rollout',
    from: 699,
  },
  {
    name: 'never more than there was of the DaemonSet',
    given: { daemonSet: { state: 'Complete', createdAt: 90 * MINUTE } },
    range: 'day',
    from: 90,
  },
  {
    name: 'never less than a minute',
    given: { range: 'rollout', revisions: [revision(2, 719.9)] },
    range: 'rollout',
    from: 719,
  },
  { name: 'what was asked for', given: { range: 'hour' }, range: 'hour', from: 660 },
];
test.for(rangeRows)('unless asked for another, the range is $name', ({ given, range, from }) => {
  const looked = look({ range: undefined, ...given });
  expect([looked.range, looked.span[0]]).toStrictEqual([range, from]);
});
