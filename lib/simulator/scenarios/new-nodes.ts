import type { Scenario } from '../scenario.ts';
import { addMachines, removeMachine, STARTUP_TAINT } from './actors/autoscaler.ts';
import { startNetworkOperator } from './actors/network-operator.ts';
import { scale } from './actors/team.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { disruptionBudget } from './makers/policies.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

const WEB = { name: 'web', namespace: 'shop' } as const;

function machines(first: number, count: number, zones?: readonly string[]) {
  return pool({ pool: 'general', count, first, instanceType: 'm7i.xlarge', ...(zones !== undefined && { zones }) });
}

export const NEW_NODES: Scenario = {
  name: 'new-nodes',
  description:
    'An autoscaler buys machines and gives them back: each comes with a start-up taint that goes when its network agent is ready, and only then the other agents follow.',
  seed: 26,
  standingSeconds: THREE_DAYS,
  historySeconds: 90,
  lengthSeconds: 900,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 12 })],
      daemonSets: USUAL_AGENTS,
      workloads: shop(),
      others: [disruptionBudget('web', 'shop', { maxUnavailable: 2 })],
    }),
  script: [
    {
      atSeconds: 0,
      what: 'The network’s operator works.',
      act: (cluster) => startNetworkOperator(cluster, STARTUP_TAINT.key),
    },
    { atSeconds: 95, what: 'More customers come.', act: (cluster) => scale(cluster, WEB, 20) },
    { atSeconds: 105, what: 'Three machines are bought.', act: (cluster) => addMachines(cluster, machines(5, 3)) },
    {
      atSeconds: 200,
      what: 'Two more, in one zone.',
      act: (cluster) => addMachines(cluster, machines(6, 2, ['eu-west-1b'])),
    },
    { atSeconds: 300, what: 'The rush is over.', act: (cluster) => scale(cluster, WEB, 8) },
    { atSeconds: 330, what: 'One machine goes.', act: (cluster) => removeMachine(cluster, 'general-b-07') },
    { atSeconds: 380, what: 'And the next.', act: (cluster) => removeMachine(cluster, 'general-b-06') },
    {
      atSeconds: 440,
      what: 'And one that has been there for long.',
      act: (cluster) => removeMachine(cluster, 'general-c-02'),
    },
    {
      atSeconds: 560,
      what: 'Its successor comes.',
      act: (cluster) => addMachines(cluster, machines(6, 1, ['eu-west-1c'])),
    },
    {
      atSeconds: 700,
      what: 'Another one is exchanged: first the new one ...',
      act: (cluster) => addMachines(cluster, machines(6, 1, ['eu-west-1a'])),
    },
    { atSeconds: 760, what: '... then the old one.', act: (cluster) => removeMachine(cluster, 'general-a-01') },
  ],
};
