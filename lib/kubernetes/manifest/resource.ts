import { readList } from '#lib/domain/room/amounts.ts';
import { sumContainers } from '#lib/domain/room/container-sum.ts';
import { formatQuantity, toAmount } from '#lib/domain/room/quantity.ts';
import { plainContext } from '../project/context.ts';
import { templateOf } from '../project/pod-spec.ts';
import { type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { dnsLabelFaults, labelKeyFaults } from './name-syntax.ts';
import { duplicate, forbidden, invalid, notFound, notSupported, type Problem, required } from './problem.ts';
import { faults } from './rule.ts';
import { isSet, quantityOf, rawsOf, stringOf } from './value.ts';

type NameJudge = (name: string, path: FieldPath) => Generator<Problem>;

/** Requests and limits of a container, and the claims that it uses. */
export function* judgeContainerResources(
  resources: Raw,
  path: FieldPath,
  claims: readonly string[],
): Generator<Problem> {
  yield* judgeRequirements(resources, path, judgeContainerResourceName);
  yield* judgeClaims(resources['claims'], path.child('claims'), claims);
}

/** A list on its own; `path` is that of the API server, `place` where it stands. */
export function* judgeResourceList(list: unknown, path: FieldPath, place: FieldPath): Generator<Problem> {
  for (const [name, value] of Object.entries(rawOf(list))) {
    for (const problem of judgeEntry(name, value, path.key(name), judgeContainerResourceName)) {
      yield { ...problem, at: place.key(name) };
    }
  }
}

function* judgeRequirements(resources: Raw, path: FieldPath, judgeName: NameJudge): Generator<Problem> {
  const limits = rawOf(resources['limits']);
  const requests = rawOf(resources['requests']);
  for (const [field, list] of Object.entries({ limits, requests })) {
    for (const [name, value] of Object.entries(list)) {
      yield* judgeEntry(name, value, path.child(field).key(name), judgeName);
    }
  }
  for (const [name, value] of Object.entries(requests)) yield* judgeRequest(name, value, limits, path);
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    yield forbidden(path, 'HugePages require cpu or memory');
  }
}

function* judgeEntry(name: string, value: unknown, path: FieldPath, judgeName: NameJudge): Generator<Problem> {
  yield* judgeName(name, path);
  const amount = quantityOf(value);
  if (amount === undefined) return;
  if (amount < 0n) yield invalid(path, String(value), 'must be greater than or equal to 0');
  if (isExtended(name) && amount % UNIT !== 0n) yield invalid(path, String(value), 'must be an integer');
  if (isHugePages(name) && !isWholePages(name, amount)) {
    yield invalid(path, String(value), `${String(value)} is not positive integer multiple of ${name}`);
  }
}

const UNIT = 1_000_000_000n;

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function isWholePages(name: string, amount: bigint): boolean {
  const page = quantityOf(name.slice('hugepages-'.length));
  return page !== undefined && page > 0n && page % UNIT === 0n && amount % page === 0n;
}

/** In a domain other than Kubernetes' own: whole pieces, and a request is always its limit. */
function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

/** A request is at most its limit; what cannot be overcommitted is exactly it. */
function* judgeRequest(name: string, value: unknown, limits: Raw, path: FieldPath): Generator<Problem> {
  const request = quantityOf(value);
  const limit = quantityOf(limits[name]);
  const mustEqual = isHugePages(name) || (name.includes('/') && !name.includes('kubernetes.io/'));
  const at = path.child('requests').key(name);
  if (!isSet(limits, name)) {
    if (mustEqual)
      yield { ...required(path.child('limits'), 'Limit must be set for non overcommitable resources'), at };
    return;
  }
  if (request === undefined || limit === undefined) return;
  const wantedLimit = `${name} limit of ${String(limits[name])}`;
  if (mustEqual && request !== limit) {
    yield { ...invalid(path.child('requests'), String(value), `must be equal to ${wantedLimit}`), at };
  } else if (request > limit) {
    yield { ...invalid(path.child('requests'), String(value), `must be less than or equal to ${wantedLimit}`), at };
  }
}

const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];

function* judgeContainerResourceName(name: string, path: FieldPath): Generator<Problem> {
  const wrong = labelKeyFaults(name);
  yield* faults(path, name, wrong);
  if (!name.includes('/')) {
    if (wrong.length === 0 && !isStandard(name)) {
      yield invalid(path, name, 'must be a standard resource type or fully qualified');
    }
    if (!CONTAINER_RESOURCES.includes(name) && !isHugePages(name)) {
      yield invalid(path, name, 'must be a standard resource for containers');
    }
  } else if (
    !name.includes('kubernetes.io/') &&
    (name.startsWith('requests.') || labelKeyFaults(`requests.${name}`).length > 0)
  ) {
    yield invalid(path, name, "doesn't follow extended resource name standard");
  }
}

const QUOTA_RESOURCES = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
];

function isStandard(name: string): boolean {
  const plain = name.replace(/^(?:requests|limits)\./, '');
  return CONTAINER_RESOURCES.includes(plain) || isHugePages(plain) || QUOTA_RESOURCES.includes(name);
}

function* judgeClaims(claims: unknown, path: FieldPath, known: readonly string[]): Generator<Problem> {
  const taken = new Set<string>();
  for (const [index, claim] of rawsOf(claims).entries()) {
    const at = path.index(index);
    const name = stringOf(claim['name']);
    const request = stringOf(claim['request']);
    const key = request === '' ? name : `${name}/${request}`;
    if (name === '') {
      yield required(at);
      continue;
    }
    if (request !== '') yield* faults(at.child('request'), request, dnsLabelFaults(request));
    if (taken.has(name) || taken.has(key)) yield duplicate(at, key);
    taken.add(key);
    if (known.includes(name)) continue;
    const names = known.length === 0 ? ' which is empty' : `: ${[...known].sort().join(', ')}`;
    yield notFound(at, name, `must be one of the names in pod.spec.resourceClaims${names}`);
  }
}

const POD_RESOURCES = ['cpu', 'hugepages-', 'memory'];

/** Requests and limits of the pod as a whole, which its containers must keep within. */
export function* judgePodResources(spec: Raw, specPath: FieldPath): Generator<Problem> {
  if (!isSet(spec, 'resources')) return;
  const resources = rawOf(spec['resources']);
  const path = specPath.child('resources');
  if (rawOf(spec['os'])['name'] === 'windows') {
    yield forbidden(path, 'may not be set for a windows pod');
    return;
  }
  if (isSet(resources, 'claims')) {
    yield forbidden(path.child('claims'), 'claims may not be set for Resources at pod-level');
  }
  yield* judgeRequirements(resources, path, judgePodResourceName);
  yield* judgeSums(spec, resources, path);
}

function* judgePodResourceName(name: string, path: FieldPath): Generator<Problem> {
  const wrong = labelKeyFaults(name);
  yield* faults(path, name, wrong);
  if (wrong.length > 0) return;
  if (!name.includes('/') && !isStandard(name)) {
    yield invalid(path, name, 'must be a standard resource type or fully qualified');
  } else if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) yield notSupported(path, name, POD_RESOURCES);
}

function* judgeSums(spec: Raw, resources: Raw, path: FieldPath): Generator<Problem> {
  const requests = rawOf(resources['requests']);
  const limits = rawOf(resources['limits']);
  const projected = templateOf({ spec }, plainContext).spec;
  for (const [name, sum] of sumContainers(projected, (container) => readList(container.requests, []))) {
    const most = quantityOf(requests[name]);
    if (most === undefined || sum <= most) continue;
    const detail = `must be greater than or equal to aggregate container requests of ${formatQuantity(name, toAmount(name, sum))}`;
    yield invalid(path.child('requests').key(name), String(requests[name]), detail);
  }
  for (const [index, container] of rawsOf(spec['containers']).entries()) {
    for (const [name, value] of Object.entries(rawOf(rawOf(container['resources'])['limits']))) {
      const [limit, most] = [quantityOf(value), quantityOf(limits[name])];
      if (limit === undefined || most === undefined || limit <= most) continue;
      const detail = `must be less than or equal to pod limits of ${String(limits[name])}`;
      yield invalid(path.child('containers').index(index).key(name).child('limits'), String(value), detail);
    }
  }
}

const RESIZED = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

/** Whether a resize in place restarts the container. */
export function* judgeResizePolicy(policies: unknown, path: FieldPath): Generator<Problem> {
  const names = rawsOf(policies).map((policy) => stringOf(policy['resourceName']));
  for (const [index, policy] of rawsOf(policies).entries()) {
    const name = names[index] ?? '';
    const restart = stringOf(policy['restartPolicy']);
    const at = path.index(index);
    if (names.indexOf(name) < index) yield duplicate(at, name);
    if (name === '' || restart === '') yield { ...required(path), at };
    if (name !== '' && !RESIZED.includes(name)) yield { ...notSupported(path, name, RESIZED), at };
    if (restart !== '' && !RESIZE_POLICIES.includes(restart)) {
      yield { ...notSupported(path, restart, RESIZE_POLICIES), at };
    }
  }
}
