import type { PodChange } from './recorder.ts';
import type { Story } from './story.ts';

/** How the new comes in the place of the old when nothing is in its way. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const V3 = { image: 'registry.example.com/agent:3.0.0' } as const;

export const ROLLOUT_STORIES: readonly Story[] = [
  {
    name: 'create',
    title: '[EL1] [NP1] [NP2] pods come on the nodes that the template wants, and on no other',
    nodes: 3,
    tell: async ({ cast, addNodes, world, nodes, agent, podOn, untilRolledOut, rest, find }) => {
      const [tainted, tolerated, other] = ['create-tainted', 'create-tolerated', 'create-other'] as const;
      cast('tainted', tainted);
      cast('tolerated', tolerated);
      cast('other', other);
      const taint = (key: string) => [{ key, value: 'true', effect: 'NoSchedule' }];
      await addNodes(
        { name: tainted, taints: taint('example.com/mine') },
        { name: tolerated, taints: taint('example.com/any') },
        { name: other, labels: { disk: 'none' } },
      );
      const unwanted = { key: 'disk', operator: 'DoesNotExist' };
      const required = { nodeSelectorTerms: [{ matchExpressions: [unwanted] }] };
      const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
      const tolerations = [{ key: 'example.com/any', operator: 'Exists' }];
      await world.apply(agent({ podSpec: { affinity, tolerations, nodeSelector: { story: 'create' } } }));
      await untilRolledOut(4);
      await rest('created');
      const { metadata, spec } = await podOn(nodes[0] ?? '');
      find('the pod as it was made', {
        labels: Object.keys(metadata.labels ?? {}).sort(),
        annotations: metadata.annotations ?? {},
        generateName: metadata.generateName,
        owners: metadata.ownerReferences?.map(({ uid: _uid, ...owner }) => owner),
        affinity: spec.affinity,
        nodeSelector: spec.nodeSelector,
        tolerations: spec.tolerations,
        priority: spec.priority,
        preemptionPolicy: spec.preemptionPolicy,
        terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
        restartPolicy: spec['restartPolicy'],
        schedulerName: spec['schedulerName'],
      });
    },
    expects: {
      rests: { created: { daemonSets: { agent: { desiredNumberScheduled: 4, numberMisscheduled: 0 } } } },
      findings: { 'the pod as it was made': { generateName: 'agent-' } },
    },
  },
  {
    name: 'roll',
    title: '[RU5] [RU6] an update takes one node after the other with maxUnavailable 1',
    nodes: 4,
    tell: async ({ world, agent, untilRolledOut, rest }) => {
      await world.apply(agent());
      await untilRolledOut(4);
      await rest('created');
      await world.apply(agent(V2));
      await untilRolledOut(4);
      await rest('updated');
    },
    expects: { rests: { updated: { peaks: { agent: { withoutReady: 1, surging: 0 } } } } },
  },
  {
    name: 'roll-half',
    title: '[RU1] [RU6] an update takes half of five nodes, rounded up, at once with maxUnavailable 50%',
    nodes: 5,
    tell: async ({ world, agent, untilRolledOut, rest }) => {
      const plan = { updateStrategy: { maxUnavailable: '50%' } };
      await world.apply(agent(plan));
      await untilRolledOut(5);
      await rest('created');
      await world.apply(agent({ ...plan, ...V2 }));
      await untilRolledOut(5);
      await rest('updated');
    },
    expects: { rests: { updated: { peaks: { agent: { withoutReady: 3 } } } } },
  },
  {
    name: 'surge',
    title: '[RU8e] [RU8g] [RU9] a surge makes the new pod before the old one goes, on two of four nodes at a time',
    nodes: 4,
    tell: async ({ world, agent, untilRolledOut, untilLaterSecond, rest }) => {
      const plan = { updateStrategy: { maxUnavailable: 0, maxSurge: '50%' } };
      await world.apply(agent(plan));
      await untilRolledOut(4);
      await rest('created');
      await untilLaterSecond();
      await world.apply(agent({ ...plan, ...V2 }));
      await untilRolledOut(4);
      await rest('updated');
    },
    expects: { rests: { updated: { peaks: { agent: { withoutReady: 0, surging: 2 } } } } },
  },
  {
    name: 'on-delete',
    title: '[RV19] under OnDelete an old pod stays until it is deleted, and RollingUpdate takes the rest',
    nodes: 3,
    tell: async ({ world, nodes, cast, agent, podOn, reference, untilStatus, untilRolledOut, rest }) => {
      const deleted = cast('deleted', nodes[0] ?? '');
      const plan = { updateStrategy: 'OnDelete' } as const;
      await world.apply(agent(plan));
      await untilRolledOut(3);
      await world.apply(agent({ ...plan, ...V2 }));
      await untilStatus({ updatedNumberScheduled: 0, numberAvailable: 3 });
      await rest('changed');
      await world.delete(reference('Pod', (await podOn(deleted)).metadata.name));
      await untilStatus({ updatedNumberScheduled: 1, numberAvailable: 3 });
      await rest('deleted');
      await world.apply(agent(V2));
      await untilRolledOut(3);
      await rest('rolled');
    },
    expects: { rests: { deleted: { daemonSets: { agent: { updatedNumberScheduled: 1, behind: 0 } } } } },
  },
  {
    name: 'rollback',
    title: '[RV4] [RV12] a rollback raises the number of the old revision, and pods of it match by their hash alone',
    nodes: 3,
    tell: async ({ world, nodes, cast, agent, podOn, reference, untilStatus, untilRolledOut, rest }) => {
      const deleted = cast('deleted', nodes[0] ?? '');
      const plan = { updateStrategy: 'OnDelete' } as const;
      await world.apply(agent(plan));
      await untilRolledOut(3);
      await world.apply(agent({ ...plan, ...V2 }));
      await untilStatus({ updatedNumberScheduled: 0 });
      await world.delete(reference('Pod', (await podOn(deleted)).metadata.name));
      await untilStatus({ updatedNumberScheduled: 1, numberAvailable: 3 });
      await rest('mixed');
      await world.apply(agent(plan));
      await untilStatus({ updatedNumberScheduled: 2 });
      await rest('rolled back');
      await world.apply(agent());
      await untilRolledOut(3);
      await rest('complete');
    },
    expects: {
      rests: { 'rolled back': { revisions: { agent: ['r1 is 3: 2 pods', 'r2 is 2: 1 pods'] } } },
    },
  },
  {
    name: 'beside',
    title: '[RV14] [RV15] a change beside the template makes no revision, one of its labels does',
    nodes: 2,
    tell: async ({ world, agent, untilRolledOut, untilStatus, rest }) => {
      await world.apply(agent());
      await untilRolledOut(2);
      await world.apply(agent({ minReadySeconds: 1, updateStrategy: { maxUnavailable: '100%' } }));
      await untilStatus({ numberAvailable: 2 });
      await rest('settings changed');
      const plan = { updateStrategy: { maxUnavailable: '100%' }, annotations: { 'example.com/restarted': 'now' } };
      await world.apply(agent(plan));
      await untilRolledOut(2);
      await rest('restarted');
    },
    expects: { rests: { 'settings changed': { revisions: { agent: ['r1 is 1: 2 pods'] } } } },
  },
  {
    name: 'history',
    title: '[RV13] of the revisions that nobody needs the oldest go; one that a pod has stays',
    nodes: 2,
    tell: async ({ world, nodes, cast, agent, podOn, reference, untilRolledOut, untilStatus, rest }) => {
      const deleted = cast('deleted', nodes[0] ?? '');
      const withLimit = (plan: Parameters<typeof agent>[0]) => {
        const made = agent({ ...plan, updateStrategy: 'OnDelete' });
        return { ...made, spec: { ...(made['spec'] as object), revisionHistoryLimit: 1 } };
      };
      await world.apply(withLimit({}));
      await untilRolledOut(2);
      for (const version of ['2', '3', '4', '5']) {
        await world.apply(withLimit({ image: `registry.example.com/agent:${version}.0.0` }));
        await untilStatus({ updatedNumberScheduled: 0 });
        await rest(`version ${version}`);
      }
      await world.delete(reference('Pod', (await podOn(deleted)).metadata.name));
      await untilStatus({ updatedNumberScheduled: 1, numberAvailable: 2 });
      await rest('one updated');
    },
    expects: { rests: { 'version 2': { revisions: { agent: ['r1 is 1: 2 pods', 'r2 is 2: 0 pods'] } } } },
  },
  {
    name: 'min-ready',
    title: '[ST9] a pod is available, and the next node follows, minReadySeconds after it was ready',
    nodes: 2,
    tell: async ({ world, agent, untilRolledOut, rest, find, chronicle }) => {
      await world.apply(agent({ minReadySeconds: 3 }));
      await untilRolledOut(2);
      await rest('created');
      const before = chronicle().pods.length;
      await world.apply(agent({ ...V2, minReadySeconds: 3 }));
      await untilRolledOut(2);
      await rest('updated');
      const deletions = chronicle()
        .pods.slice(before)
        .filter(({ type }) => type === 'DELETED');
      const [first, second] = deletions.map(({ at }) => at);
      // Readiness is written down in whole seconds.
      find('between the two', first !== undefined && second !== undefined && second - first >= 2_400);
    },
    expects: { findings: { 'between the two': true }, rests: { updated: { peaks: { agent: { withoutReady: 1 } } } } },
  },
  {
    name: 'twice',
    title: '[RU6] a second change overtakes the first: nodes go to it straight, or from the first',
    nodes: 3,
    tell: async ({ world, agent, untilRolledOut, untilStatus, rest }) => {
      await world.apply(agent());
      await untilRolledOut(3);
      // The first new pod takes so long that the others are still old when the next version comes.
      await world.apply(agent({ ...V2, readyDelay: '6s' }));
      await untilStatus({ updatedNumberScheduled: 1, numberAvailable: 2 });
      await rest('first');
      await world.apply(agent(V3));
      await untilRolledOut(3);
      await rest('second');
    },
    expects: { rests: { second: { daemonSets: { agent: { templateGeneration: '3' } } } } },
  },
  {
    name: 'paused',
    title: '[RV18] OnDelete in the middle of an update is a pause, and RollingUpdate goes on from there',
    nodes: 3,
    tell: async ({ world, agent, untilRolledOut, untilStatus, rest }) => {
      await world.apply(agent());
      await untilRolledOut(3);
      // The first new pod takes so long that the pause comes in time.
      const next = { ...V2, readyDelay: '4s' };
      await world.apply(agent(next));
      await untilStatus({ updatedNumberScheduled: 1, numberAvailable: 2 });
      await world.apply(agent({ ...next, updateStrategy: 'OnDelete' }));
      await untilStatus({ updatedNumberScheduled: 1, numberAvailable: 3 });
      await rest('paused');
      await world.apply(agent(next));
      await untilRolledOut(3);
      await rest('complete');
    },
    expects: { rests: { paused: { daemonSets: { agent: { updatedNumberScheduled: 1, numberAvailable: 3 } } } } },
  },
  {
    name: 'min-ready-surge',
    title: '[RU8f] [NP7] [ST9] with surge the old pod stays until the new one was ready for minReadySeconds',
    nodes: 2,
    tell: async ({ world, agent, untilRolledOut, untilLaterSecond, rest, find, chronicle }) => {
      const plan = { minReadySeconds: 3, updateStrategy: { maxUnavailable: 0, maxSurge: 1 } };
      await world.apply(agent(plan));
      await untilRolledOut(2);
      await untilLaterSecond();
      await rest('created');
      const before = chronicle().pods.length;
      await world.apply(agent({ ...plan, ...V2 }));
      await untilRolledOut(2);
      await rest('updated');
      const changes = chronicle().pods.slice(before);
      const readiness = ({ pod }: PodChange) => pod.status.conditions?.find(({ type }) => type === 'Ready')?.status;
      const [readyAt] = changes
        .filter((change) => change.pod.metadata.labels?.['pod-template-generation'] === '2')
        .filter((change) => readiness(change) === 'True')
        .map(({ at }) => at);
      const [goneAt] = changes.filter(({ type }) => type === 'DELETED').map(({ at }) => at);
      // Readiness is written down in whole seconds.
      find('from ready to gone', readyAt !== undefined && goneAt !== undefined && goneAt - readyAt >= 2_000);
    },
    expects: { findings: { 'from ready to gone': true }, rests: { updated: { peaks: { agent: { surging: 1 } } } } },
  },
];
