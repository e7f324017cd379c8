import type { Random } from '#lib/base/random.ts';
import { type NodeName, nodeName, revisionHash, type Uid, uid } from '#lib/domain/keys.ts';
import type { ClusterRecord, DaemonSetRecord, PodCondition, PodRecord, Resource } from '#lib/domain/objects.ts';
import type { MemoryStore } from '#lib/kubernetes/memory-store.ts';
import {
  makeContainer,
  makeDaemonPod,
  makeDaemonSet,
  makeEvent,
  makeNode,
  makePod,
  makeRevision,
  makeTaint,
} from './objects.ts';

/*
 * A small cluster in which anything happens at any time: few names, so that events meet, and no controller that would
 * keep things in order. Times are whole seconds, as in Kubernetes.
 */

const NODES = ['node-1', 'node-2', 'node-10', 'node-a', 'node-b'];
const DAEMON_SETS = ['agent', 'proxy', 'storage'];
const HASHES = ['old', 'new'].map(revisionHash);

export type RandomCluster = { readonly step: (now: number) => void };

export function createRandomCluster(store: MemoryStore, random: Random): RandomCluster {
  let serial = 0;
  const chance = (probability: number) => random() < probability;
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const seconds = (now: number, back: number) => (Math.floor(now / 1_000) - Math.floor(random() * back)) * 1_000;
  const put = (resource: Resource, record: ClusterRecord) => store.apply(resource, [{ type: 'Put', record }]);
  const remove = (resource: Resource) => {
    const uids = [...store.uids(resource)];
    if (uids.length > 0) store.apply(resource, [{ type: 'Delete', uid: pick(uids) }]);
  };
  const daemonSets = (): DaemonSetRecord[] => [...store.daemonSetUids()].flatMap((id) => store.daemonSet(id) ?? []);
  const pods = (): PodRecord[] => [...store.uids('pods')].flatMap((id) => store.pod(id) ?? []);

  function putNode(now: number): void {
    const name = pick(NODES);
    const known = store.node(nodeName(name));
    const status = pick(['True', 'True', 'True', 'False', 'Unknown']);
    const taints = chance(0.7)
      ? []
      : [makeTaint(pick(['dedicated', 'node.kubernetes.io/not-ready']), pick(['NoSchedule', 'NoExecute']))];
    const node = makeNode(name, {
      uid: known?.uid ?? uid(`node-${serial}`),
      creationTimestamp: known?.creationTimestamp ?? seconds(now, 2),
      labels: chance(0.5) ? { pool: pick(['a', 'b']) } : {},
      unschedulable: chance(0.2),
      taints,
      conditions: [{ type: 'Ready', status, lastTransitionTime: seconds(now, 900) }],
      allocatable: { cpu: pick(['1', '4']), memory: '8Gi', pods: pick(['2', '110']) },
    });
    put('nodes', node);
  }

  function putDaemonSet(now: number): void {
    const name = pick(DAEMON_SETS);
    const known = daemonSets().find((each) => each.name === name);
    const generation = (known?.generation ?? 0) + 1;
    const surge = chance(0.3);
    const daemonSet = makeDaemonSet({
      name,
      uid: known?.uid ?? uid(`daemonset-${serial}`),
      creationTimestamp: known?.creationTimestamp ?? seconds(now, 2),
      generation,
      templateGeneration: String(generation),
      spec: {
        nodeSelector: chance(0.3) ? { pool: 'a' } : {},
        containers: [makeContainer({ requests: { cpu: pick(['100m', '2']) } })],
      },
      updateStrategy: chance(0.2)
        ? { kind: 'OnDelete' }
        : { kind: 'RollingUpdate', maxUnavailable: surge ? 0 : pick([1, '50%']), maxSurge: surge ? 1 : 0 },
      minReadySeconds: pick([0, 0, 30]),
      status: { observedGeneration: generation - (chance(0.2) ? 1 : 0), numberReady: Math.floor(random() * 4) },
      ...(chance(0.1) ? { deletionTimestamp: seconds(now, 5) } : {}),
    });
    const { containers, nodeSelector } = daemonSet.template.spec;
    const digest = JSON.stringify([containers, nodeSelector]);
    put('daemonsets', { ...daemonSet, template: { ...daemonSet.template, digest } });
  }

  function putRevision(now: number): void {
    const owners = daemonSets();
    if (owners.length === 0) return;
    const daemonSet = pick(owners);
    const hash = pick(HASHES);
    put(
      'controllerrevisions',
      makeRevision({
        daemonSet,
        hash,
        uid: uid(`revision-${daemonSet.uid}-${hash}`),
        revision: Math.floor(random() * 5) + 1,
        template: { ...daemonSet.template, digest: chance(0.6) ? daemonSet.template.digest : 'another' },
        creationTimestamp: seconds(now, 60),
      }),
    );
  }

  function conditionsOf(isBound: boolean, now: number): PodCondition[] {
    const lastTransitionTime = seconds(now, 60);
    if (isBound) return [{ type: 'Ready', status: pick(['True', 'True', 'False']), lastTransitionTime }];
    if (chance(0.3)) return [];
    const message = pick([
      '0/5 nodes are available: 1 Insufficient cpu.',
      '0/5 nodes are available: 1 node(s) had untolerated taint {x: y}.',
    ]);
    return [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime }];
  }

  function daemonPod(owner: DaemonSetRecord, target: NodeName, now: number): PodRecord {
    const isBound = chance(0.8);
    const isTerminating = chance(0.15);
    const waiting = {
      kind: 'Waiting',
      reason: pick(['CrashLoopBackOff', 'ImagePullBackOff', 'ContainerCreating']),
    } as const;
    const isFailing = chance(0.25);
    return makeDaemonPod({
      daemonSet: owner,
      name: `${owner.name}-${target}-${pick(['x', 'y'])}`,
      uid: uid(`pod-${owner.name}-${target}-${pick(['x', 'y', 'z'])}`),
      nodeName: isBound ? target : undefined,
      pinnedTo: target,
      hash: pick(HASHES),
      creationTimestamp: seconds(now, 120),
      phase: chance(0.05) ? 'Failed' : isBound ? 'Running' : 'Pending',
      conditions: conditionsOf(isBound, now),
      containerStatuses: isFailing
        ? [{ name: 'agent', init: false, ready: false, restartCount: Math.floor(random() * 5), state: waiting }]
        : [],
      ...(isTerminating ? { deletionTimestamp: seconds(now, 60) + 30_000, deletionGracePeriodSeconds: 30 } : {}),
    });
  }

  function putPod(now: number): void {
    const owners = daemonSets();
    const stranger = makeDaemonSet({ name: 'stranger', uid: uid('nobody') });
    const owner = owners.length === 0 || chance(0.05) ? stranger : pick(owners);
    put('pods', daemonPod(owner, nodeName(pick(NODES)), now));
  }

  function putOrdinaryPod(): void {
    const spec = { containers: [makeContainer({ requests: { cpu: pick(['500m', '3']) } })] };
    put('pods', makePod({ name: pick(['web-1', 'web-2', 'web-3']), nodeName: pick(NODES), spec }));
  }

  function makeReady(now: number): void {
    const candidates = pods().filter((pod) => pod.nodeName !== undefined);
    if (candidates.length === 0) return;
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: seconds(now, 2) }];
    put('pods', { ...pick(candidates), phase: 'Running', conditions, containerStatuses: [] });
  }

  /** All nodes get a good pod of the newest revision: else nothing would ever be complete. */
  function settle(now: number): void {
    for (const daemonSet of daemonSets()) {
      for (const name of store.nodeNames()) {
        const found = store.podsOfCell(daemonSet.uid, name).map((pod): Uid => pod.uid);
        store.apply(
          'pods',
          found.map((id) => ({ type: 'Delete', uid: id })),
        );
        put(
          'pods',
          makeDaemonPod({
            daemonSet,
            nodeName: name,
            pinnedTo: name,
            hash: pick(HASHES),
            creationTimestamp: seconds(now, 5),
          }),
        );
      }
    }
  }

  function putEvent(now: number): void {
    const owners = daemonSets();
    if (owners.length === 0) return;
    const reason = pick(['FailedCreate', 'FailedCreate', 'SuccessfulCreate', 'FailedDelete']);
    const regarding = { uid: pick(owners).uid };
    put('events', makeEvent({ name: pick(['e1', 'e2']), reason, lastTimestamp: seconds(now, 30), regarding }));
  }

  return {
    step: (now) => {
      serial += 1;
      const action = random();
      if (action < 0.18) putNode(now);
      else if (action < 0.22) remove('nodes');
      else if (action < 0.34) putDaemonSet(now);
      else if (action < 0.36) remove('daemonsets');
      else if (action < 0.44) putRevision(now);
      else if (action < 0.46) remove('controllerrevisions');
      else if (action < 0.68) putPod(now);
      else if (action < 0.76) remove('pods');
      else if (action < 0.84) makeReady(now);
      else if (action < 0.9) putOrdinaryPod();
      else if (action < 0.93) putEvent(now);
      else if (action < 0.95) remove('events');
      else settle(now);
    },
  };
}
