import { exceedsAllocatable, type InsufficientResource } from '../../room/fit.ts';
import { podRequests } from '../../room/pod-requests.ts';
import { formatQuantity, parseQuantity } from '../../room/quantity.ts';
import { allocatableOf } from '../../room/usage.ts';
import type { CauseEvidence, CauseFacts, CellCause, Confidence } from './cause.ts';
import { findEqualPriority } from './equal-priority.ts';
import { entryPath, evidenceOfNode, evidenceOfPod } from './object-evidence.ts';
import { aboutPod, type UnboundQuestion, wordsAsEvidence } from './unbound-question.ts';

/** One resource that is short, with the numbers as far as they are known, and whether the scheduler says so too. */
type Short = {
  readonly resource: string;
  readonly facts: CauseFacts;
  readonly ours: boolean;
  readonly theirs: boolean;
};

type Shortages = { readonly S01: readonly Short[]; readonly S02: readonly Short[]; readonly S03: readonly Short[] };

/** Room, devices and host ports: S01 to S04, and S14. */
export function findRoomCauses(question: UnboundQuestion): readonly CellCause[] {
  const shortages = sortShortages(question);
  const insufficient = describe(question, 'S01', shortages.S01);
  return [
    ...insufficient,
    ...describe(question, 'S02', shortages.S02),
    ...describe(question, 'S03', shortages.S03),
    ...findTakenPort(question),
    ...insufficient.flatMap((cause) => findEqualPriority(question, cause)),
  ];
}

/** Of each resource one of the three holds: more than the whole node has, a device that it does not offer, or too little left. */
function sortShortages(question: UnboundQuestion): Shortages {
  const said = new Set(resourcesSaid(question));
  const found: Record<keyof Shortages, Short[]> = { S01: [], S02: [], S03: [] };
  const own = question.judged.reasons.filter((reason) => reason.kind === 'InsufficientResource');
  for (const { kind: _, ...numbers } of own) {
    const theirs = said.delete(numbers.resource);
    const { resource } = numbers;
    found[codeOf(numbers, question)].push({ resource, facts: numbers, ours: true, theirs });
  }
  for (const resource of said) {
    found.S01.push({ resource, facts: numbersOf(resource, question), ours: false, theirs: true });
  }
  return found;
}

function resourcesSaid({ words }: UnboundQuestion): readonly string[] {
  return (words?.target ?? []).flatMap(({ cause, resource }) => {
    if (resource !== undefined) return [resource];
    return cause === 'TooManyPods' ? ['pods'] : [];
  });
}

type Numbers = Omit<InsufficientResource, 'kind'>;

function codeOf(numbers: Numbers, { node }: UnboundQuestion): keyof Shortages {
  if (isDevice(numbers.resource) && isZero(numbers.allocatable)) return 'S03';
  // A node that has reported nothing yet says nothing about what it will have.
  const reported = node !== undefined && Object.keys(node.allocatable).length > 0;
  return reported && exceedsAllocatable({ kind: 'InsufficientResource', ...numbers }) ? 'S02' : 'S01';
}

/** A resource with a domain, which a device plugin or a person announces [FT10]. */
function isDevice(resource: string): boolean {
  return resource.includes('/');
}

function isZero(quantity: string): boolean {
  const parsed = parseQuantity(quantity);
  return !parsed.ok || parsed.value <= 0n;
}

/** The scheduler says so and our own sum does not show it: only what the pod asks and the node has is told. */
function numbersOf(resource: string, { pod, node }: UnboundQuestion): CauseFacts {
  const amount = resource === 'pods' ? 1n : podRequests(pod).amounts.get(resource);
  return {
    resource,
    ...(amount === undefined ? {} : { requested: formatQuantity(resource, amount) }),
    ...(node === undefined ? {} : { allocatable: allocatableOf(node, resource).text }),
  };
}

function describe(question: UnboundQuestion, code: keyof Shortages, shorts: readonly Short[]): readonly CellCause[] {
  const [first = shorts[0]] = shorts.filter(({ ours, theirs }) => ours && theirs);
  if (first === undefined || isContradicted(question, code)) return [];
  const names = shorts.map(({ resource }) => resource);
  const never = code === 'S01' && isForbiddenToPreempt(question) ? { detail: 'PreemptionNever' } : {};
  return [
    {
      code,
      confidence: confidenceOf(question, code, first),
      ...aboutPod(question),
      facts: { ...first.facts, ...never },
      evidence: [...wordsAsEvidence(question), ...names.flatMap((name) => allocatableAsEvidence(name, question))],
    },
  ];
}

/** Where the scheduler speaks of claims, a device may come from a DeviceClass, and the node need not offer it [FT11]. */
function isContradicted({ words }: UnboundQuestion, code: keyof Shortages): boolean {
  return code === 'S03' && (words?.target ?? []).some(({ cause }) => cause === 'ResourceClaim');
}

function isForbiddenToPreempt({ words }: UnboundQuestion): boolean {
  return words?.text.kind === 'Parsed' && words.text.preemption.some(({ outcome }) => outcome === 'PolicyNever');
}

function confidenceOf({ judged }: UnboundQuestion, code: keyof Shortages, { ours, theirs }: Short): Confidence {
  // What the pod asks and the whole node has are facts, whatever the scheduler said first.
  if (code === 'S02') return 'H';
  // While victims leave the room is being made.
  return ours && theirs && judged.preempting !== true ? 'H' : 'M';
}

function allocatableAsEvidence(resource: string, { node }: UnboundQuestion): readonly CauseEvidence[] {
  if (node === undefined) return [];
  const { text } = allocatableOf(node, resource);
  return [evidenceOfNode(node, entryPath('status.allocatable', resource), text)];
}

function findTakenPort(question: UnboundQuestion): readonly CellCause[] {
  const { judged, words } = question;
  const said = (words?.target ?? []).some(({ cause }) => cause === 'HostPorts');
  const conflicts = judged.reasons.filter((reason) => reason.kind === 'HostPortConflict');
  const [first] = conflicts;
  if (first === undefined && !said) return [];
  return [
    {
      code: 'S04',
      confidence: said && first !== undefined ? 'H' : 'M',
      ...aboutPod(question),
      facts: first === undefined ? {} : portFacts(first),
      evidence: [
        ...wordsAsEvidence(question),
        ...conflicts.flatMap((conflict) => holderAsEvidence(conflict, question)),
      ],
    },
  ];
}

type Conflict = Extract<UnboundQuestion['judged']['reasons'][number], { readonly kind: 'HostPortConflict' }>;

function portFacts({ port, protocol, holder }: Conflict): CauseFacts {
  return { port, protocol, ...(holder === undefined ? {} : { holder: `${holder.namespace}/${holder.name}` }) };
}

function holderAsEvidence({ port, holder }: Conflict, { input }: UnboundQuestion): readonly CauseEvidence[] {
  if (holder === undefined) return [];
  for (const pod of input.podsOnNode()) {
    if (pod.namespace !== holder.namespace || pod.name !== holder.name) continue;
    return [evidenceOfPod(pod, 'spec.containers[*].ports[*].hostPort', port)];
  }
  return [];
}
