import type { Labels, Node, Pod } from '../objects.ts';

/** The vocabulary of faults, on a pod's annotations: the same as that of the test bed's kwok (testbed/stages.yaml). */
const FAULTS = ['none', 'image-pull', 'crash-loop', 'not-ready', 'stuck-terminating', 'evicted'] as const;
/** One that nobody knows keeps a pod from running. */
export type Fault = (typeof FAULTS)[number] | 'unknown';

const WHERE = 'sim/fault-on';

/** What is the matter with a pod on a node. `sim/fault-on: key=value,...` keeps a fault to nodes with these labels. */
export function faultOf({ metadata }: Pod, node: Node): Fault {
  const { ['sim/fault']: name = 'none', [WHERE]: where } = metadata.annotations ?? {};
  if (where !== undefined && !isIn(where, node.metadata.labels ?? {})) return 'none';
  return FAULTS.find((each) => each === name) ?? 'unknown';
}

function isIn(where: string, labels: Labels): boolean {
  return where.split(',').every((pair) => {
    const [key = '', value = ''] = pair.split('=');
    return labels[key.trim()] === value.trim();
  });
}

/** The image has no program for the machine that it fails on: a crash loop on the nodes of one architecture. */
export function isForeignProgram({ metadata }: Pod): boolean {
  return metadata.annotations?.[WHERE]?.includes('kubernetes.io/arch=') ?? false;
}

/** `sim/ready-delay: 4s`, in milliseconds. */
export function readyDelayMillis({ metadata }: Pod): number | undefined {
  return durationMillis(metadata.annotations?.['sim/ready-delay']);
}

/** `sim/termination: 20s`, in milliseconds. */
export function terminationMillis({ metadata }: Pod): number | undefined {
  return durationMillis(metadata.annotations?.['sim/termination']);
}

/** As Go writes a duration: `1m30s`, `500ms`. Undefined for what is none. */
function durationMillis(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, value = '0', unit = '']) => sum + Number(value) * (units[unit] ?? 0),
    0,
  );
}
