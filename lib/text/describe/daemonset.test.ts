import { expect, test } from 'vitest';
import { nodeName } from '#lib/domain/keys.ts';
import { DAEMON_SET_STATES } from '#lib/domain/rollout/daemonset-state.ts';
import { ROLLOUT_REASONS, type RolloutReason } from '#lib/domain/rollout/verdict.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { LOCALES } from '../locale.ts';
import { createText } from '../text.ts';
import { type DaemonSetFacts, factsOfVerdict } from './daemonset.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

function makeFacts(overrides: Partial<DaemonSetFacts> = {}): DaemonSetFacts {
  return {
    state: 'Complete',
    reason: 'UpdatedAndAvailable',
    since: now - 42 * minute,
    sinceIsLowerBound: false,
    concerned: 0,
    concernedNodes: [],
    slowed: false,
    hardCause: null,
    counted: { desiredNumberScheduled: 20, updatedNumberScheduled: 12, numberAvailable: 19 },
    ...overrides,
  };
}

const held = { concerned: 5, concernedNodes: ['node-a', 'node-b', 'node-c'] };
const rows: readonly { readonly name: string; readonly facts: Partial<DaemonSetFacts>; readonly en: string }[] = [
  {
    name: '[RS5a] at the first look, of a state without a trace, no time is told',
    facts: { since: now, sinceIsLowerBound: true },
    en: 'All 20 target nodes run the current revision, available.',
  },
  {
    name: 'the title of the first cause stands for the raw word',
    facts: {
      state: 'Stalled',
      reason: 'BudgetUsed',
      hardCause: 'TerminatingOnUnreachableNode',
      cause: { code: 'R03', confidence: 'H' },
      ...held,
    },
    en: 'Rollout stalled (dead nodes hold the budget): no further pod can be replaced, 5 nodes hold the budget · node-a, node-b, node-c and 2 more · for 42 min.',
  },
  {
    name: 'a guess does not',
    facts: {
      state: 'Stalled',
      reason: 'BudgetUsed',
      hardCause: 'ImagePullBackOff',
      cause: { code: 'C13', confidence: 'L' },
      ...held,
    },
    en: 'Rollout stalled (ImagePullBackOff): no further pod can be replaced, 5 nodes hold the budget · node-a, node-b, node-c and 2 more · for 42 min.',
  },
  { name: 'complete', facts: {}, en: 'All 20 target nodes run the current revision, available · for 42 min.' },
  {
    name: '[RS6] stalled at once, with its cause',
    facts: { state: 'Stalled', reason: 'BudgetUsed', hardCause: 'ImagePullBackOff', ...held },
    en: 'Rollout stalled (ImagePullBackOff): no further pod can be replaced, 5 nodes hold the budget · node-a, node-b, node-c and 2 more · for 42 min.',
  },
  {
    name: '[RS4] stalled by time alone',
    facts: {
      state: 'Stalled',
      reason: 'BudgetUsed',
      concerned: 1,
      concernedNodes: ['node-a'],
      sinceIsLowerBound: true,
    },
    en: 'Rollout stalled: no further pod can be replaced, 1 node holds the budget · node-a · for at least 42 min.',
  },
  {
    name: '[RS2] blocked',
    facts: { state: 'Blocked', reason: 'BudgetUsed', ...held },
    en: 'Rollout blocked: no further pod can be replaced, 5 nodes hold the budget · node-a, node-b, node-c and 2 more · for 42 min.',
  },
  {
    name: '[RU11] blocked by a create that fails',
    facts: { state: 'Blocked', reason: 'SyncFails', concerned: 1, concernedNodes: ['node-a'] },
    en: 'Rollout blocked: every sync of the controller fails before it updates a pod · node-a · for 42 min.',
  },
  {
    name: '[RU11] stalled by it',
    facts: { state: 'Stalled', reason: 'SyncFails', hardCause: 'FailedCreate' },
    en: 'Rollout stalled (FailedCreate): every sync of the controller fails before it updates a pod · for 42 min.',
  },
  {
    name: '[RS2] degraded',
    facts: { state: 'Degraded', reason: 'NodesNotAvailable', concerned: 1, concernedNodes: ['node-a'] },
    en: '1 of 20 target nodes has no available pod, and nothing is on its way · node-a · for 42 min.',
  },
  {
    name: '[RS2] pods are forbidden',
    facts: { state: 'Unknown', reason: 'PodsUnreadable', why: 'Forbidden', since: null },
    en: 'Unknown: Rollcall may not read pods.',
  },
  {
    name: '[RS2] nodes are stale',
    facts: { state: 'Unknown', reason: 'NodesUnreadable', why: 'Stale', since: null },
    en: 'Unknown: what is known of the nodes is too old.',
  },
  {
    name: '[RS2] the generation is ahead',
    facts: { state: 'NotObserved', reason: 'GenerationAhead', generations: { generation: 4, observedGeneration: 3 } },
    en: 'The controller has observed generation 3, not yet generation 4 · for 42 min.',
  },
  {
    name: '[RS2] the generation is ahead, in the browser',
    facts: { state: 'NotObserved', reason: 'GenerationAhead', since: null },
    en: 'The controller has not yet observed the newest spec.',
  },
  {
    name: '[RS2] rolling out',
    facts: { state: 'Progressing', reason: 'UpdatingPods', ...held },
    en: 'Rolling out: 12 of 20 nodes updated, 19 available · for 42 min.',
  },
  {
    name: '[RS2] slowed by stuck holders',
    facts: { state: 'Progressing', reason: 'UpdatingPods', slowed: true },
    en: 'Rolling out slowly, stuck nodes use a part of the budget: 12 of 20 nodes updated, 19 available · for 42 min.',
  },
  {
    name: '[RS2] a first rollout',
    facts: { state: 'Progressing', reason: 'StartingPods' },
    en: 'Starting: 19 of 20 nodes available · for 42 min.',
  },
  {
    name: '[ST12] leftovers',
    facts: { state: 'CompleteWithLeftovers', reason: 'LeftoverPods', concerned: 1, concernedNodes: ['node-x'] },
    en: 'Rolled out, but 1 node still has an old or misscheduled pod · node-x · for 42 min.',
  },
  {
    name: '[RV19] OnDelete',
    facts: { state: 'OnDelete', reason: 'OldPodsWaitForDeletion', concerned: 2, concernedNodes: ['a', 'b'] },
    en: '2 old pods wait to be deleted by hand (OnDelete) · a, b · for 42 min.',
  },
  {
    name: '[ST6] being deleted',
    facts: { state: 'Deleting', reason: 'BeingDeleted' },
    en: 'The DaemonSet is being deleted · for 42 min.',
  },
  {
    name: '[P14] idle is not a trouble, and has no since',
    facts: { state: 'Idle', reason: 'NothingWanted' },
    en: 'No node is a target, so there is nothing to do.',
  },
];
test.for(rows)('$name', ({ facts, en }) => {
  expect(texts.en.describeDaemonSet(makeFacts(facts), now)).toBe(en);
  expect(lintEnglish(texts.en.describeDaemonSet(makeFacts(facts), now))).toStrictEqual([]);
  expect(lintJapanese(texts.ja.describeDaemonSet(makeFacts(facts), now))).toStrictEqual([]);
});

test('each reason has a row above', () => {
  const told = new Set<RolloutReason>(rows.map(({ facts }) => facts.reason ?? 'UpdatedAndAvailable'));
  expect(ROLLOUT_REASONS.filter((reason) => !told.has(reason))).toStrictEqual([]);
});

test('[experience 10.3] Japanese says 停滞, where, and since when', () => {
  const facts = makeFacts({ state: 'Stalled', reason: 'BudgetUsed', hardCause: 'ImagePullBackOff', ...held });
  expect(texts.ja.describeDaemonSet(facts, now)).toBe(
    'ロールアウトが停滞しています(ImagePullBackOff)。5ノードが利用不可の上限を占め、次のPodを入れ替えられません(node-a、node-b、node-cほか2ノード、42分前から)。',
  );
});

test('the facts of a verdict name at most three nodes and keep the number of all', () => {
  const nodes = ['a', 'b', 'c', 'd'].map((name) => nodeName(name));
  const counted = {
    observedGeneration: 1,
    desiredNumberScheduled: 4,
    currentNumberScheduled: 4,
    updatedNumberScheduled: 0,
    numberReady: 4,
    numberAvailable: 4,
    numberUnavailable: 0,
    numberMisscheduled: 0,
  };
  const facts = factsOfVerdict(
    { kind: 'Blocked', reason: 'BudgetUsed', evidence: { nodes, slowed: true }, sinceIsLowerBound: true },
    counted,
  );
  expect(facts).toStrictEqual({
    state: 'Blocked',
    reason: 'BudgetUsed',
    since: null,
    sinceIsLowerBound: true,
    concerned: 4,
    concernedNodes: ['a', 'b', 'c'],
    slowed: true,
    hardCause: null,
    counted,
  });
});

test.for(DAEMON_SET_STATES)('the state %s has a word and a meaning of its own in each language', (state) => {
  for (const locale of LOCALES) {
    const { word, meaning } = texts[locale].describeDaemonSetState(state);
    const others = DAEMON_SET_STATES.filter((other) => other !== state).map((other) =>
      texts[locale].describeDaemonSetState(other),
    );
    expect(others.filter((other) => other.word === word || other.meaning === meaning)).toStrictEqual([]);
  }
});
