import type { Story } from './story.ts';
import type { World } from './world.ts';

/** What becomes of daemon pods when their nodes die, are tainted, cordoned and relabelled, come and go. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const V3 = { image: 'registry.example.com/agent:3.0.0' } as const;
/** The cluster's grace for silent kubelets, and some. */
const GRACE = { timeoutMillis: 60_000 } as const;

export const NODE_STORIES: readonly Story[] = [
  {
    name: 'dead',
    title:
      '[FA2] [FA3] [FA4] a dead node is not desired, holds the budget, and goes on where it was when it comes back',
    nodes: 3,
    isLong: true,
    // With surge the new pod does not wait for the old one, which goes as soon as its kubelet is back.
    races: [/^surging #1 gone$/],
    tell: async ({ world, nodes, cast, agent, untilStatus, untilRolledOut, untilPods, wakeController, rest }) => {
      const dead = cast('dead', nodes[0] ?? '');
      const tolerant = { name: 'tolerant', podSpec: { tolerations: [{ operator: 'Exists' }] } };
      const surging = { name: 'surging', updateStrategy: { maxUnavailable: 0, maxSurge: 1 } };
      for (const plan of [{}, tolerant, surging]) await world.apply(agent(plan));
      for (const name of ['agent', 'tolerant', 'surging']) await untilRolledOut(3, name);
      await rest('created');

      await world.killKubelet(dead);
      // The second taint is put on and taken off in rounds. Whether a taint or the pod that is not ready any more comes
      // first is a race, and only the pod wakes the controller.
      await world.until('the second taint to come', () => isEvicting(world, dead), GRACE);
      for (const name of ['agent', 'tolerant', 'surging']) await wakeController(name);
      await untilStatus({ desiredNumberScheduled: 2, numberMisscheduled: 1 });
      await untilStatus({ desiredNumberScheduled: 2, numberMisscheduled: 1 }, 'surging');
      await untilStatus({ desiredNumberScheduled: 3, numberAvailable: 2 }, 'tolerant');
      await rest('dead');

      for (const plan of [{}, tolerant, surging]) await world.apply(agent({ ...plan, ...V2 }));
      await untilStatus({ desiredNumberScheduled: 2, updatedNumberScheduled: 0 });
      await untilStatus({ desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }, 'surging');
      await untilPods('leaving', 3, ({ metadata }) => metadata.deletionTimestamp !== undefined);
      await rest('blocked');

      await world.reviveKubelet(dead);
      await world.until('the second taint to go', async () => !(await isEvicting(world, dead)), GRACE);
      for (const name of ['agent', 'tolerant', 'surging']) await untilRolledOut(3, name);
      await rest('revived');
    },
    expects: {
      rests: {
        dead: { daemonSets: { agent: { desiredNumberScheduled: 2, numberMisscheduled: 1, numberReady: 2 } } },
        blocked: { daemonSets: { agent: { updatedNumberScheduled: 0 }, surging: { numberMisscheduled: 1 } } },
      },
    },
  },
  {
    name: 'taint-schedule',
    title: '[FA5] a pod on a node that gains a NoSchedule taint stays until the next revision takes it for good',
    nodes: 4,
    tell: async ({ world, nodes, cast, agent, untilStatus, untilRolledOut, rest }) => {
      const tainted = cast('tainted', nodes[0] ?? '');
      const plan = { updateStrategy: { maxUnavailable: 2 } };
      await world.apply(agent(plan));
      await untilRolledOut(4);
      await rest('created');
      const taint = { key: 'example.com/maintenance', value: 'disk', effect: 'NoSchedule' };
      await world.taint(tainted, taint);
      // The controller is not woken by a taint that lets the pod stay: its status lags.
      await rest('tainted');
      await world.apply(agent({ ...plan, ...V2 }));
      await untilStatus({
        desiredNumberScheduled: 3,
        updatedNumberScheduled: 3,
        numberAvailable: 3,
        numberMisscheduled: 0,
      });
      await untilRolledOut(3);
      await rest('updated');
      await world.untaint(tainted, taint.key);
      await untilRolledOut(4);
      await rest('untainted');
    },
    expects: {
      rests: {
        tainted: { daemonSets: { agent: { desiredNumberScheduled: 4, numberMisscheduled: 0 } } },
        updated: { daemonSets: { agent: { desiredNumberScheduled: 3 } } },
      },
    },
  },
  {
    name: 'taint-execute',
    title: '[EL1] [TL5] a NoExecute taint takes the pod away, and brings it back when it goes',
    nodes: 3,
    // The DaemonSet's controller and the one of taints are both after the pod, and either may be first.
    races: [/disrupted DeletionByTaintManager/, /SuccessfulDelete/, /TaintManagerEviction/],
    tell: async ({ world, nodes, cast, agent, untilRolledOut, rest }) => {
      const tainted = cast('tainted', nodes[0] ?? '');
      await world.apply(agent());
      await untilRolledOut(3);
      await rest('created');
      await world.taint(tainted, { key: 'example.com/away', effect: 'NoExecute' });
      await untilRolledOut(2);
      await rest('tainted');
      await world.untaint(tainted, 'example.com/away');
      await untilRolledOut(3);
      await rest('untainted');
    },
    expects: { rests: { tainted: { daemonSets: { agent: { desiredNumberScheduled: 2, numberMisscheduled: 0 } } } } },
  },
  {
    name: 'cordon',
    title: '[TL1] [TL5] [TL9] neither a cordon nor a PreferNoSchedule taint keeps a daemon pod away',
    nodes: 3,
    tell: async ({ world, nodes, cast, agent, untilRolledOut, rest }) => {
      const cordoned = cast('cordoned', nodes[0] ?? '');
      const disliked = cast('disliked', nodes[1] ?? '');
      await world.apply(agent());
      await untilRolledOut(3);
      await world.cordon(cordoned);
      await world.taint(disliked, { key: 'example.com/rather-not', effect: 'PreferNoSchedule' });
      const isTainted = async () =>
        JSON.stringify(await world.get({ kind: 'Node', name: cordoned })).includes('node.kubernetes.io/unschedulable');
      await world.until('the cordon to be a taint', isTainted);
      await rest('cordoned');
      await world.apply(agent({ ...V2, updateStrategy: { maxUnavailable: 3 } }));
      await untilRolledOut(3);
      await rest('updated');
      await world.uncordon(cordoned);
      await world.until('the taint to go', async () => !(await isTainted()));
      await rest('uncordoned');
    },
    expects: { rests: { updated: { daemonSets: { agent: { desiredNumberScheduled: 3, numberMisscheduled: 0 } } } } },
  },
  {
    name: 'label',
    title: '[EL4] [EL6] a label that no longer fits takes the pod away, and brings it back',
    nodes: 3,
    tell: async ({ world, nodes, cast, agent, untilRolledOut, rest }) => {
      const moved = cast('moved', nodes[0] ?? '');
      await world.apply(agent());
      await untilRolledOut(3);
      await world.label(moved, { story: 'another' });
      await untilRolledOut(2);
      await rest('relabelled');
      await world.label(moved, { story: 'label' });
      await untilRolledOut(3);
      await rest('labelled again');
    },
    expects: { rests: { relabelled: { daemonSets: { agent: { desiredNumberScheduled: 2, numberMisscheduled: 0 } } } } },
  },
  {
    name: 'added',
    title:
      '[FA2] [TL5] a new node gets its pod when it is Ready and its start-up taint is gone, of the present revision',
    nodes: 2,
    tell: async ({ world, cast, addNodes, agent, untilRolledOut, rest }) => {
      const late = cast('late', 'added-late');
      const taint = { key: 'example.com/starting', value: 'true', effect: 'NoSchedule' };
      await world.apply(agent());
      await untilRolledOut(2);
      await world.apply(agent(V2));
      await untilRolledOut(2);
      await rest('updated');
      await addNodes({ name: late, taints: [taint] });
      await rest('not started');
      await world.untaint(late, taint.key);
      await untilRolledOut(3);
      await rest('started');
    },
    expects: {
      rests: {
        'not started': { daemonSets: { agent: { desiredNumberScheduled: 2 } } },
        started: { daemonSets: { agent: { desiredNumberScheduled: 3 } } },
      },
    },
  },
  {
    name: 'removed',
    title: '[ST1] [NP10] a node that is gone is counted no more, and its pod goes when the pod collector comes round',
    nodes: 3,
    isLong: true,
    tell: async ({ world, nodes, cast, agent, untilPods, untilStatus, untilRolledOut, rest }) => {
      const removed = cast('removed', nodes[0] ?? '');
      await world.apply(agent());
      await untilRolledOut(3);
      await rest('created');
      await world.removeNode(removed);
      await rest('removed');
      await untilPods('there', 2, () => true, { timeoutMillis: 120_000 });
      await untilStatus({ desiredNumberScheduled: 2, numberAvailable: 2 });
      await rest('collected');
    },
    expects: { rests: { collected: { daemonSets: { agent: { desiredNumberScheduled: 2, numberMisscheduled: 0 } } } } },
  },
  {
    name: 'removed-surge',
    title: '[RU8i] the old pod of a node that is gone stops an update with surge until the pod collector comes round',
    nodes: 3,
    isLong: true,
    tell: async ({ world, nodes, cast, agent, untilLaterSecond, untilPods, untilRolledOut, rest }) => {
      const removed = cast('removed', nodes[0] ?? '');
      const plan = { updateStrategy: { maxUnavailable: 0, maxSurge: 1 } };
      await world.apply(agent(plan));
      await untilRolledOut(3);
      await untilLaterSecond();
      await world.removeNode(removed);
      await world.apply(agent({ ...plan, ...V2 }));
      await rest('stopped');
      await untilPods('of the node that is gone', 0, ({ spec }) => spec.nodeName === removed, {
        timeoutMillis: 120_000,
      });
      await untilRolledOut(2);
      await rest('updated');
    },
    expects: { rests: { stopped: { peaks: { agent: { surging: 0 } } } } },
  },
  {
    name: 'moved',
    title: '[RV16] a change of the node selector is a new revision and moves the pods at once',
    nodes: 3,
    tell: async ({ world, nodes, cast, agent, untilRolledOut, rest }) => {
      const [first = '', second = ''] = nodes;
      await world.label(cast('both', first), { old: 'yes', new: 'yes' });
      await world.label(cast('old', second), { old: 'yes' });
      const third = cast('new', nodes[2] ?? '');
      await world.label(third, { new: 'yes' });
      const on = (label: string) => ({ podSpec: { nodeSelector: { story: 'moved', [label]: 'yes' } } });
      await world.apply(agent(on('old')));
      await untilRolledOut(2);
      await rest('created');
      await world.apply(agent({ ...on('new'), ...V3 }));
      await untilRolledOut(2);
      await rest('moved');
    },
    expects: { rests: { moved: { daemonSets: { agent: { desiredNumberScheduled: 2, templateGeneration: '2' } } } } },
  },
  {
    name: 'taint-surge',
    title: '[RU8d] with surge the pod on a node that gained a NoSchedule taint goes while others are available',
    nodes: 3,
    tell: async ({ world, nodes, cast, agent, untilLaterSecond, untilRolledOut, rest }) => {
      const tainted = cast('tainted', nodes[0] ?? '');
      const plan = { updateStrategy: { maxUnavailable: 0, maxSurge: 1 } };
      await world.apply(agent(plan));
      await untilRolledOut(3);
      await untilLaterSecond();
      await rest('created');
      await world.taint(tainted, { key: 'example.com/maintenance', value: 'disk', effect: 'NoSchedule' });
      await rest('tainted');
      await world.apply(agent({ ...plan, ...V2 }));
      await untilRolledOut(2);
      await rest('updated');
    },
    expects: {
      rests: { updated: { daemonSets: { agent: { desiredNumberScheduled: 2, updatedNumberScheduled: 2 } } } },
    },
  },
  {
    name: 'ill',
    title: '[TL1] [TL4] [TL5] pressure keeps no daemon pod away, a network that is not there only those that need it',
    nodes: 3,
    tell: async ({ world, nodes, cast, agent, untilStatus, untilRolledOut, rest }) => {
      const pressed = cast('pressed', nodes[0] ?? '');
      const cut = cast('cut', nodes[1] ?? '');
      const onHost = { name: 'on-host', podSpec: { hostNetwork: true } };
      for (const plan of [{}, onHost]) await world.apply(agent(plan));
      for (const name of ['agent', 'on-host']) await untilRolledOut(3, name);
      await rest('created');
      await world.sayOfNode(pressed, 'MemoryPressure', 'True');
      await world.sayOfNode(cut, 'NetworkUnavailable', 'True');
      await rest('ill');
      for (const plan of [{}, onHost]) await world.apply(agent({ ...plan, ...V2 }));
      await untilRolledOut(2);
      await untilRolledOut(3, 'on-host');
      await rest('updated');
      await world.sayOfNode(cut, 'NetworkUnavailable', 'False');
      await untilStatus({ desiredNumberScheduled: 3 });
      await untilRolledOut(3);
      await rest('connected');
      // A kubelet under these refuses new pods, and kwok is none: pods that are there stay.
      for (const type of ['DiskPressure', 'PIDPressure']) await world.sayOfNode(pressed, type, 'True');
      await rest('pressed');
    },
    expects: {
      rests: {
        updated: { daemonSets: { agent: { desiredNumberScheduled: 2 }, 'on-host': { desiredNumberScheduled: 3 } } },
      },
    },
  },
  {
    name: 'dead-removed',
    title: '[CE3] [FA3] a dead node that is removed holds the budget no more, once its pod is collected',
    nodes: 3,
    isLong: true,
    tell: async ({ world, nodes, cast, agent, untilPods, untilStatus, untilRolledOut, rest }) => {
      const dead = cast('dead', nodes[0] ?? '');
      await world.apply(agent());
      await untilRolledOut(3);
      await world.killKubelet(dead);
      await world.until('the second taint to come', () => isEvicting(world, dead), GRACE);
      await world.apply(agent(V2));
      await untilPods('leaving', 1, ({ metadata }) => metadata.deletionTimestamp !== undefined);
      await untilStatus({ updatedNumberScheduled: 0 });
      await rest('held');
      await world.removeNode(dead);
      await untilPods('of the node that is gone', 0, ({ spec }) => spec.nodeName === dead, { timeoutMillis: 120_000 });
      await untilRolledOut(2);
      await rest('updated');
    },
    expects: {
      rests: {
        held: { daemonSets: { agent: { updatedNumberScheduled: 0 } } },
        updated: { peaks: { agent: { surging: 0 } } },
      },
    },
  },
];

async function isEvicting(world: World, name: string): Promise<boolean> {
  return JSON.stringify(await world.get({ kind: 'Node', name })).includes('"NoExecute"');
}
