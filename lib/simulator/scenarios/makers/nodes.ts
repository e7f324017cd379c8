import type { NodePlan } from '../../node-plan.ts';
import type { Labels, Taint } from '../../objects.ts';
import { INSTANCE_TYPES, type InstanceType, type InstanceTypeName } from './instance-type.ts';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] as const;
const REGION = 'eu-west-1';

/** Machines of one kind, spread over the zones. */
export type PoolPlan = {
  readonly pool: string;
  readonly count: number;
  readonly instanceType?: InstanceTypeName;
  readonly zones?: readonly string[];
  readonly labels?: Labels;
  readonly taints?: readonly Taint[];
  readonly isBeingBorn?: boolean;
  /** The number of the first one in its zone, where a pool grows. */
  readonly first?: number;
  readonly nodeInfo?: Labels;
};

/** `general-a-01`, `general-b-01`, `general-c-01`, `general-a-02` ... */
export function pool(plan: PoolPlan): NodePlan[] {
  const { count, zones = ZONES, first = 1 } = plan;
  return Array.from({ length: count }, (_, index) => {
    const zone = zones[index % zones.length] ?? ZONES[0];
    return nodeOf(plan, zone, first + Math.floor(index / zones.length), count / zones.length >= 100 ? 4 : 2);
  });
}

function nodeOf(plan: PoolPlan, zone: string, number: number, digits: number): NodePlan {
  const { pool: poolName, instanceType = 'm7i.xlarge', labels, taints, isBeingBorn, nodeInfo } = plan;
  const { capacity, allocatable, arch }: InstanceType = INSTANCE_TYPES[instanceType];
  return {
    name: `${poolName}-${zone.at(-1) ?? ''}-${String(number).padStart(digits, '0')}`,
    zone,
    pool: poolName,
    capacity,
    allocatable,
    labels: {
      'node.kubernetes.io/instance-type': instanceType,
      'topology.kubernetes.io/region': REGION,
      ...labels,
    },
    ...(arch !== undefined && { arch }),
    ...(taints !== undefined && { taints }),
    ...(isBeingBorn !== undefined && { isBeingBorn }),
    ...(nodeInfo !== undefined && { nodeInfo }),
  };
}

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

export function controlPlanePool(count = 3): NodePlan[] {
  return pool({
    pool: 'control',
    count,
    instanceType: 'm7i.large',
    labels: { [CONTROL_PLANE]: '' },
    taints: [{ key: CONTROL_PLANE, effect: 'NoSchedule' }],
  });
}

/** Only what tolerates it may run where graphics cards are. */
export function gpuPool(count: number): NodePlan[] {
  return pool({
    pool: 'gpu',
    count,
    instanceType: 'g6.2xlarge',
    labels: { 'nvidia.com/gpu.present': 'true', 'nvidia.com/gpu.product': 'NVIDIA-L4' },
    taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
  });
}

export function armPool(count: number): NodePlan[] {
  return pool({ pool: 'graviton', count, instanceType: 'm7g.xlarge' });
}

export function batchPool(count: number): NodePlan[] {
  return pool({
    pool: 'batch',
    count,
    instanceType: 'c7i.2xlarge',
    taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }],
  });
}
