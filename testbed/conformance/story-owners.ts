import type { Pod } from '#lib/simulator/objects.ts';
import type { KubernetesObject } from '../kinds.ts';
import { placeholderPod } from '../scenario.ts';
import type { Story } from './story.ts';

/** Whose the pods are: adopted, released, orphaned, and deleted with their DaemonSet. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;

export const OWNER_STORIES: readonly Story[] = [
  {
    name: 'orphans',
    title: '[OR4] [RV11] orphans are adopted by a DaemonSet made anew, and count as updated by their generation',
    nodes: 2,
    tell: async ({ world, agent, reference, untilRolledOut, untilPods, rest }) => {
      await world.apply(agent());
      await untilRolledOut(2);
      await rest('created');
      await world.delete(reference('DaemonSet', 'agent'), { propagationPolicy: 'Orphan' });
      await untilPods('on their own', 2, ({ metadata }) => metadata.ownerReferences === undefined);
      await world.until('the DaemonSet to be gone', async () => {
        return (await world.get(reference('DaemonSet', 'agent'))) === undefined;
      });
      await rest('orphaned');
      await world.apply(agent(V2));
      await untilRolledOut(2);
      await rest('adopted');
    },
    expects: { rests: { adopted: { daemonSets: { agent: { updatedNumberScheduled: 2, generation: 1 } } } } },
  },
  {
    name: 'adoption',
    title: '[OR2] [NP6] an adopted pod is old, wins over the proper one, and goes in the next update',
    nodes: 3,
    tell: async ({
      world,
      namespace,
      nodes,
      cast,
      agent,
      untilPods,
      untilLaterSecond,
      untilStatus,
      untilRolledOut,
      rest,
    }) => {
      const twin = placeholderPod('twin', cast('adopted', nodes[0] ?? ''), { cpu: '50m' }, namespace);
      const labels = { 'app.kubernetes.io/name': 'agent' };
      await world.apply({ ...twin, metadata: { ...twin.metadata, labels } });
      await untilPods('running', 1, ({ status }) => status.phase === 'Running');
      await untilLaterSecond();
      await world.apply(agent({ updateStrategy: 'OnDelete' }));
      await untilStatus({ desiredNumberScheduled: 3, updatedNumberScheduled: 2, numberAvailable: 3 });
      await rest('adopted');
      await world.apply(agent());
      await untilRolledOut(3);
      await rest('updated');
    },
    expects: { rests: { adopted: { daemonSets: { agent: { updatedNumberScheduled: 2, numberAvailable: 3 } } } } },
  },
  {
    name: 'release',
    title: '[OR1] a pod that is relabelled is released, and another takes its place; labelled again it is one too many',
    nodes: 2,
    tell: async ({
      world,
      nodes,
      cast,
      agent,
      podOn,
      reference,
      untilPods,
      untilLaterSecond,
      untilStatus,
      untilRolledOut,
      rest,
    }) => {
      const node = cast('released', nodes[0] ?? '');
      await world.apply(agent());
      await untilRolledOut(2);
      await untilLaterSecond();
      const pod = reference('Pod', (await podOn(node)).metadata.name);
      const relabel = (value: string) =>
        world.patch(pod, { metadata: { labels: { 'app.kubernetes.io/name': value } } });
      await relabel('debugged');
      await untilPods('there and ready', 3, isReady);
      await untilStatus({ numberAvailable: 2 });
      await rest('released');
      await relabel('agent');
      await untilPods('there', 2, () => true);
      await untilRolledOut(2);
      await rest('adopted again');
    },
    expects: { rests: { released: { daemonSets: { agent: { numberAvailable: 2 } } } } },
  },
  {
    name: 'foreground',
    title: '[ST6] in foreground deletion a DaemonSet stays until its pods are gone, and its status is frozen',
    nodes: 2,
    tell: async ({ world, agent, reference, untilRolledOut, untilPods, rest }) => {
      await world.apply(agent({ termination: '4s' }));
      await untilRolledOut(2);
      await rest('created');
      await world.delete(reference('DaemonSet', 'agent'), { propagationPolicy: 'Foreground' });
      await untilPods('leaving', 2, ({ metadata }) => metadata.deletionTimestamp !== undefined);
      await rest('leaving');
      await world.until('the DaemonSet to be gone', async () => {
        return (await world.get(reference('DaemonSet', 'agent'))) === undefined;
      });
      await rest('gone');
    },
    expects: {
      rests: { leaving: { daemonSets: { agent: { deleting: ['foregroundDeletion'] } } }, gone: { daemonSets: {} } },
    },
  },
  {
    name: 'background',
    title: 'in background deletion the DaemonSet goes at once, its pods and revisions after it',
    nodes: 2,
    tell: async ({ world, agent, reference, untilRolledOut, untilPods, rest }) => {
      await world.apply(agent({ termination: '4s' }));
      await untilRolledOut(2);
      await rest('created');
      await world.delete(reference('DaemonSet', 'agent'), { propagationPolicy: 'Background' });
      await untilPods('leaving', 2, ({ metadata }) => metadata.deletionTimestamp !== undefined);
      await rest('leaving');
      await untilPods('there', 0, () => true);
      await world.until('the revisions to be gone', async () => {
        return (await world.list('ControllerRevision', { namespace: 'background' })).length === 0;
      });
      await rest('gone');
    },
    expects: { rests: { leaving: { daemonSets: {} }, gone: { revisions: {} } } },
  },
  {
    name: 'finished',
    title: '[NP8] a daemon pod that somebody deletes is made again, when it is gone',
    nodes: 2,
    tell: async ({ world, nodes, cast, agent, podOn, reference, untilRolledOut, untilPods, rest }) => {
      const node = cast('deleted', nodes[0] ?? '');
      await world.apply(agent({ termination: '3s' }));
      await untilRolledOut(2);
      await world.delete(reference('Pod', (await podOn(node)).metadata.name));
      await untilPods('leaving', 1, ({ metadata }) => metadata.deletionTimestamp !== undefined);
      await rest('leaving');
      await untilRolledOut(2);
      await rest('made again');
    },
    expects: { rests: { 'made again': { daemonSets: { agent: { numberAvailable: 2 } } } } },
  },
  {
    name: 'ended',
    title:
      '[EV7] a namespace that is deleted takes everything with it, and nobody hears of pods that are refused there',
    nodes: 2,
    tell: async ({ world, namespace, agent, untilRolledOut, rest, find }) => {
      await world.apply(agent());
      await untilRolledOut(2);
      await rest('created');
      await world.delete({ kind: 'Namespace', name: namespace });
      await world.until('the namespace to be gone', async () => {
        return (await world.get({ kind: 'Namespace', name: namespace })) === undefined;
      });
      await rest('ended');
      for (const kind of ['Pod', 'DaemonSet', 'ControllerRevision', 'Event'] as const)
        find(`${kind}s that are left`, (await world.list(kind, { namespace })).length);
    },
    expects: { rests: { ended: { daemonSets: {}, revisions: {} } }, findings: { 'Pods that are left': 0 } },
  },
];

function isReady({ status }: KubernetesObject & Pod): boolean {
  return status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}
