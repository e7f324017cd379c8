import type { Raw } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { portNameFaults, portNumberFaults } from './name-syntax.ts';
import { duplicate, invalid, type Problem, required } from './problem.ts';
import { faults, oneOf } from './rule.ts';
import { numberOf, rawsOf, stringOf } from './value.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** The ports of one container. */
export function* judgePorts(ports: unknown, path: FieldPath): Generator<Problem> {
  const names: string[] = [];
  for (const [index, port] of rawsOf(ports).entries()) {
    const at = path.index(index);
    const name = stringOf(port['name']);
    const wrong = name === '' ? [] : portNameFaults(name);
    yield* faults(at.child('name'), name, wrong);
    if (names.includes(name)) yield duplicate(at.child('name'), name);
    if (name !== '' && wrong.length === 0) names.push(name);
    yield* judgeNumbers(port, at);
    yield* oneOf(port, at, 'protocol', PROTOCOLS);
  }
}

function* judgeNumbers(port: Raw, path: FieldPath): Generator<Problem> {
  const containerPort = numberOf(port['containerPort']) ?? 0;
  const hostPort = numberOf(port['hostPort']) ?? 0;
  if (containerPort === 0) yield required(path.child('containerPort'));
  else yield* faults(path.child('containerPort'), containerPort, portNumberFaults(containerPort));
  if (hostPort !== 0) yield* faults(path.child('hostPort'), hostPort, portNumberFaults(hostPort));
}

/** The same port of the host, address and protocol twice in one pod. */
export function* judgeHostPortConflicts(containers: readonly Raw[], path: FieldPath): Generator<Problem> {
  const taken = new Set<string>();
  for (const [index, container] of containers.entries()) {
    for (const [place, port] of rawsOf(container['ports']).entries()) {
      const hostPort = numberOf(port['hostPort']) ?? 0;
      if (hostPort === 0) continue;
      const claim = `${stringOf(port['protocol']) || 'TCP'}/${stringOf(port['hostIP'])}/${hostPort}`;
      if (taken.has(claim)) yield duplicate(path.index(index).child('ports').index(place).child('hostPort'), claim);
      taken.add(claim);
    }
  }
}

/** On the network of the host there is nothing to map: a port of the host is the container's own. */
export function* judgeHostNetworkPorts(containers: readonly Raw[], path: FieldPath): Generator<Problem> {
  for (const [index, container] of containers.entries()) {
    for (const [place, port] of rawsOf(container['ports']).entries()) {
      const hostPort = numberOf(port['hostPort']) ?? 0;
      if (hostPort === 0 || hostPort === port['containerPort']) continue;
      const at = path.index(index).child('ports').index(place).child('hostPort');
      yield invalid(at, hostPort, 'must match `containerPort` when `hostNetwork` is true');
    }
  }
}
