import type { Pod } from '#lib/simulator/objects.ts';
import type { KubernetesObject } from '../kinds.ts';
import { placeholderPod, podQuota } from '../scenario.ts';
import type { Stage, Story } from './story.ts';

/** Pods that find no room, and pods that are refused before they are made. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const PORTS = { ports: [{ containerPort: 9100, hostPort: 9100 }] } as const;
const SURGE = { updateStrategy: { maxUnavailable: 0, maxSurge: 1 } } as const;

export const ROOM_STORIES: readonly Story[] = [
  {
    name: 'quota',
    title: '[EV4] [FC1] what a quota refuses is not made, until there is more of it and the controller looks again',
    nodes: 5,
    tell: async ({ world, namespace, agent, untilStatus, untilEvent, untilRolledOut, rest, ...stage }) => {
      await setQuota({ world, namespace }, 3);
      await world.apply(agent());
      await untilStatus({ desiredNumberScheduled: 5, currentNumberScheduled: 3, numberAvailable: 3 });
      await untilEvent('FailedCreate');
      await rest('refused');
      await setQuota({ world, namespace }, 8);
      await stage.wakeController();
      await untilRolledOut(5);
      await rest('relieved');
    },
    expects: {
      rests: { refused: { daemonSets: { agent: { currentNumberScheduled: 3, numberUnavailable: 2, behind: 0 } } } },
    },
  },
  {
    name: 'frozen',
    title: '[RU11] a creation that is refused keeps the update from running, though the budget has room',
    nodes: 4,
    tell: async ({
      world,
      namespace,
      cast,
      addNodes,
      agent,
      untilStatus,
      untilEvent,
      untilRolledOut,
      rest,
      ...stage
    }) => {
      const late = cast('late', 'frozen-late');
      const plan = { updateStrategy: { maxUnavailable: 2 } };
      await setQuota({ world, namespace }, 4);
      await world.apply(agent(plan));
      await untilRolledOut(4);
      await addNodes({ name: late });
      await untilStatus({ desiredNumberScheduled: 5, currentNumberScheduled: 4 });
      await untilEvent('FailedCreate');
      await rest('refused');
      await world.apply(agent({ ...plan, ...V2 }));
      await untilStatus({ desiredNumberScheduled: 5, updatedNumberScheduled: 0, numberAvailable: 4 });
      await rest('frozen');
      await setQuota({ world, namespace }, 8);
      await stage.wakeController();
      await untilRolledOut(5);
      await rest('relieved');
    },
    expects: {
      rests: { frozen: { daemonSets: { agent: { updatedNumberScheduled: 0, numberAvailable: 4, behind: 0 } } } },
    },
  },
  {
    name: 'frozen-surge',
    title: '[RU11] with surge it is the second pod of a node that is refused',
    nodes: 3,
    tell: async ({
      world,
      namespace,
      agent,
      untilStatus,
      untilEvent,
      untilRolledOut,
      untilLaterSecond,
      rest,
      ...stage
    }) => {
      await setQuota({ world, namespace }, 3);
      await world.apply(agent(SURGE));
      await untilRolledOut(3);
      await untilLaterSecond();
      await world.apply(agent({ ...SURGE, ...V2 }));
      await untilStatus({ updatedNumberScheduled: 0, numberAvailable: 3 });
      await untilEvent('FailedCreate');
      await rest('frozen');
      await setQuota({ world, namespace }, 4);
      await stage.wakeController();
      await untilRolledOut(3);
      await rest('relieved');
    },
    expects: { rests: { frozen: { daemonSets: { agent: { updatedNumberScheduled: 0, numberAvailable: 3 } } } } },
  },
  {
    name: 'secure',
    title: '[FC5] [PS3] what Pod Security forbids is not made, and the DaemonSet that asks for it is accepted',
    nodes: 2,
    namespaceLabels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
    tell: async ({ world, agent, untilStatus, untilEvent, untilRolledOut, rest }) => {
      await world.apply(
        agent({ podSpec: { hostNetwork: true }, container: { securityContext: { privileged: true } } }),
      );
      await untilStatus({ desiredNumberScheduled: 2, currentNumberScheduled: 0 });
      await untilEvent('FailedCreate');
      await rest('refused');
      await world.apply(agent());
      await untilRolledOut(2);
      await rest('harmless');
    },
    expects: { rests: { refused: { daemonSets: { agent: { currentNumberScheduled: 0, numberUnavailable: 2 } } } } },
  },
  {
    name: 'starved',
    title: '[SC5] [SC14] among equals a full node starves the pod, until somebody leaves',
    nodes: 3,
    tell: async ({ world, namespace, nodes, cast, agent, reference, untilPods, untilStatus, untilRolledOut, rest }) => {
      const full = cast('full', nodes[0] ?? '');
      await world.apply(placeholderPod('neighbour', full, { cpu: '3800m' }, namespace));
      await untilPods('running', 1, isRunning);
      await world.apply(agent({ requests: { cpu: '500m' } }));
      await untilPods('refused by the scheduler', 1, isUnschedulable);
      await untilStatus({ desiredNumberScheduled: 3, currentNumberScheduled: 3, numberAvailable: 2 });
      await rest('starved');
      await world.delete(reference('Pod', 'neighbour'));
      await untilRolledOut(3);
      await rest('freed');
    },
    expects: { rests: { starved: { daemonSets: { agent: { currentNumberScheduled: 3, numberUnavailable: 1 } } } } },
  },
  {
    name: 'starved-surge',
    title:
      '[RU8b] [RU8d] with surge a pod that never ran needs no budget, and for its sake one on a tainted node stays',
    nodes: 3,
    // Whether the scheduler has seen the second pod of the full node before the controller takes the first.
    races: [/^agent #2 Unschedulable/],
    tell: async ({
      world,
      namespace,
      nodes,
      cast,
      agent,
      reference,
      untilPods,
      untilStatus,
      untilLaterSecond,
      rest,
    }) => {
      const full = cast('full', nodes[0] ?? '');
      const tainted = cast('tainted', nodes[1] ?? '');
      const plan = { ...SURGE, requests: { cpu: '500m' } };
      await world.apply(placeholderPod('neighbour', full, { cpu: '3800m' }, namespace));
      await untilPods('running', 1, isRunning);
      await world.apply(agent(plan));
      await untilPods('refused by the scheduler', 1, isUnschedulable);
      await untilStatus({ desiredNumberScheduled: 3, numberAvailable: 2 });
      await untilLaterSecond();
      await rest('starved');
      await world.taint(tainted, { key: 'example.com/maintenance', value: 'disk', effect: 'NoSchedule' });
      await world.apply(agent({ ...plan, ...V2 }));
      // As many are available as are wanted, but not where they are: none is to spare.
      const held = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1, numberMisscheduled: 1 };
      await untilStatus(held);
      await rest('held');
      await world.delete(reference('Pod', 'neighbour'));
      await untilStatus({ desiredNumberScheduled: 2, numberAvailable: 2, numberMisscheduled: 0 });
      await rest('freed');
    },
    expects: {
      rests: {
        held: { daemonSets: { agent: { numberMisscheduled: 1, numberAvailable: 1, updatedNumberScheduled: 2 } } },
      },
    },
  },
  {
    name: 'starved-removed',
    title: '[NP10] a pod that waits for a node that goes is deleted by its controller, not by the pod collector',
    nodes: 2,
    tell: async ({ world, cast, addNodes, agent, untilPods, untilRolledOut, wakeController, rest }) => {
      const small = cast('small', 'starved-removed-small');
      await addNodes({ name: small, capacity: { cpu: '100m' } });
      await world.apply(agent({ requests: { cpu: '500m' } }));
      await untilPods('refused by the scheduler', 1, isUnschedulable);
      await rest('starved');
      await world.removeNode(small);
      // That a node goes is no news to the controller.
      await wakeController();
      await untilRolledOut(2);
      await untilPods('there', 2, () => true);
      await rest('removed');
    },
    expects: { rests: { removed: { daemonSets: { agent: { desiredNumberScheduled: 2, numberAvailable: 2 } } } } },
  },
  {
    name: 'never-fits',
    title: '[SC5] [SC15] [SC16] what a node could not hold if it were empty waits for ever, and the update with it',
    nodes: 3,
    tell: async ({ world, cast, nodes, agent, addNodes, untilPods, untilStatus, untilRolledOut, rest }) => {
      const small = cast('small', 'never-fits-small');
      await addNodes({ name: small, capacity: { cpu: '100m', memory: '512Mi' } });
      await world.apply(agent());
      await untilRolledOut(nodes.length + 1);
      await rest('created');
      await world.apply(
        agent({ ...V2, requests: { cpu: '250m', memory: '1Gi' }, updateStrategy: { maxUnavailable: 4 } }),
      );
      await untilPods('refused by the scheduler', 1, isUnschedulable);
      await untilStatus({ updatedNumberScheduled: 4, numberAvailable: 3 });
      await rest('too large');
      await world.apply(agent());
      await untilRolledOut(nodes.length + 1);
      await rest('back');
    },
    expects: { rests: { 'too large': { daemonSets: { agent: { numberUnavailable: 1 } } } } },
  },
  {
    name: 'preemption',
    title: '[SC18] [SC19] a pod of higher priority takes the room of one of lower, once that has left',
    nodes: 2,
    // Said when the scheduler tries again while the victim leaves, for which it needs a reason: another story's.
    races: [/not eligible due to a terminating pod on the nominated node/],
    tell: async ({ world, namespace, nodes, cast, agent, untilPods, untilRolledOut, rest }) => {
      const full = cast('full', nodes[0] ?? '');
      await world.apply({
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'preemption-important' },
        value: 1_000,
      });
      const victim = placeholderPod('victim', full, { cpu: '3800m' }, namespace);
      const annotations = { 'sim/termination': '3s' };
      await world.apply({ ...victim, metadata: { ...victim.metadata, annotations } });
      await untilPods('running', 1, isRunning);
      await rest('full');
      await world.apply(agent({ requests: { cpu: '500m' }, podSpec: { priorityClassName: 'preemption-important' } }));
      await untilRolledOut(2);
      await rest('preempted');
    },
    expects: { rests: { preempted: { daemonSets: { agent: { numberAvailable: 2 } } } } },
  },
  {
    name: 'host-port',
    title: '[RU3] [RU10] [SC7] with surge the new pod waits for the host port of the old one, and for ever',
    nodes: 4,
    tell: async ({ world, agent, untilPods, untilStatus, untilLaterSecond, untilRolledOut, rest }) => {
      const plan = { ...SURGE, container: PORTS };
      await world.apply(agent(plan));
      await untilRolledOut(4);
      await untilLaterSecond();
      await world.apply(agent({ ...plan, ...V2 }));
      await untilPods('refused by the scheduler', 1, isUnschedulable);
      await untilStatus({ updatedNumberScheduled: 0, numberAvailable: 4 });
      await rest('waiting');
      await world.apply(agent({ ...V2, container: PORTS, updateStrategy: { maxUnavailable: 1 } }));
      await untilRolledOut(4);
      await rest('without surge');
    },
    expects: { rests: { waiting: { daemonSets: { agent: { updatedNumberScheduled: 0, numberAvailable: 4 } } } } },
  },
];

type Place = Pick<Stage, 'world' | 'namespace'>;

/** A quota counts only when its status says so. */
async function setQuota({ world, namespace }: Place, pods: number): Promise<void> {
  await world.apply(podQuota(namespace, pods));
  await world.until('the quota to be counted', async () => {
    const quota = await world.get({ kind: 'ResourceQuota', name: 'pods', namespace });
    return (quota?.['status'] as { hard?: { pods?: string } } | undefined)?.hard?.pods === String(pods);
  });
}

function isRunning({ status }: KubernetesObject & Pod): boolean {
  return status.phase === 'Running';
}

function isUnschedulable({ status }: KubernetesObject & Pod): boolean {
  return status.conditions?.some(({ type, status: is }) => type === 'PodScheduled' && is === 'False') === true;
}
