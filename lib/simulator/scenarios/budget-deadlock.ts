import type { NodePlan } from '../node-plan.ts';
import type { NewObject } from '../objects.ts';
import type { Scenario } from '../scenario.ts';
import { gpuHealthMonitor, metadataCollector, platformConnectors, syslogHealthMonitor } from './makers/gpu-agents.ts';
import { INSTANCE_TYPES } from './makers/instance-type.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { CILIUM, NODE_EXPORTER } from './makers/usual.ts';

const RACKS = 16;
const TRAYS = 18;

/** A whole rack is out of service, and two trays elsewhere. */
const RACK_IN_SERVICE = 7;
const OTHER_DEAD = ['gb200-r03-t11', 'gb200-r12-t05'] as const;

function rackNodes(): NodePlan[] {
  return Array.from({ length: RACKS * TRAYS }, (_, index) => {
    const rack = Math.floor(index / TRAYS) + 1;
    return {
      name: trayName(rack, (index % TRAYS) + 1),
      zone: rack <= RACKS / 2 ? 'hall-1' : 'hall-2',
      pool: `rack-${String(rack).padStart(2, '0')}`,
      ...INSTANCE_TYPES['p6e-gb200.36xlarge'],
      labels: {
        'node.kubernetes.io/instance-type': 'p6e-gb200.36xlarge',
        'nvidia.com/gpu.present': 'true',
        'nvidia.com/gpu.product': 'NVIDIA-GB200',
      },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
    };
  });
}

function trayName(rack: number, tray: number): string {
  return `gb200-r${String(rack).padStart(2, '0')}-t${String(tray).padStart(2, '0')}`;
}

function sentinels(version: string): NewObject<'DaemonSet'>[] {
  return [gpuHealthMonitor, metadataCollector, platformConnectors, syslogHealthMonitor].map((each) =>
    each({ version, revision: 5 }),
  );
}

/** https://github.com/NVIDIA/NVSentinel/issues/1764 */
export const BUDGET_DEADLOCK: Scenario = {
  name: 'budget-deadlock',
  description:
    'On 288 nodes the agents of NVSentinel may have 5 % of their pods unavailable; 20 nodes are dead, which is more, so the upgrade never moves a single pod.',
  seed: 13,
  standingSeconds: THREE_DAYS,
  historySeconds: 1_500,
  lengthSeconds: 1_620,
  begin: (cluster) =>
    stand(cluster, { nodes: rackNodes(), daemonSets: [CILIUM, NODE_EXPORTER, ...sentinels('v1.21.0')] }),
  script: [
    {
      atSeconds: 20,
      what: 'A rack of 18 is switched off for service; two trays elsewhere have been broken for a while.',
      act: ({ nodes }) => {
        for (let tray = 1; tray <= TRAYS; tray += 1) nodes.kill(trayName(RACK_IN_SERVICE, tray));
        for (const name of OTHER_DEAD) nodes.kill(name);
      },
    },
    {
      atSeconds: 480,
      what: 'NVSentinel v1.22.0 is installed.',
      act: ({ apply }) => {
        for (const daemonSet of sentinels('v1.22.0')) apply(daemonSet);
      },
    },
  ],
};
