import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { headerNameFaults, portNameFaults, portNumberFaults } from './name-syntax.ts';
import { forbidden, invalid, type Problem, required } from './problem.ts';
import { faults, notNegative, oneOf } from './rule.ts';
import { isSet, numberOf, rawsOf, stringOf } from './value.ts';

export const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** A probe of a container, if it has it. */
export function* judgeProbe(container: Raw, field: (typeof PROBES)[number], path: FieldPath): Generator<Problem> {
  if (!isSet(container, field)) return;
  const probe = rawOf(container[field]);
  yield* judgeHandler(probe, path, ['exec', 'httpGet', 'tcpSocket', 'grpc'], 0);
  yield* notNegative(probe, path, 'initialDelaySeconds', 'timeoutSeconds', 'periodSeconds');
  yield* notNegative(probe, path, 'successThreshold', 'failureThreshold');
  const grace = numberOf(probe['terminationGracePeriodSeconds']);
  const gracePath = path.child('terminationGracePeriodSeconds');
  if (grace !== undefined && grace <= 0) yield invalid(gracePath, grace, 'must be greater than 0');
  if (field === 'readinessProbe') {
    if (grace !== undefined) yield invalid(gracePath, grace, 'must not be set for readinessProbes');
  } else yield* judgeSuccesses(probe, path.child('successThreshold'));
}

/** Only readiness may want several successes; 0 is the default, which is one. */
function* judgeSuccesses(probe: Raw, path: FieldPath): Generator<Problem> {
  const successes = numberOf(probe['successThreshold']) || 1;
  if (successes !== 1) yield invalid(path, successes, 'must be 1');
}

/** What is done after the start of a container and before its end. */
export function* judgeLifecycle(container: Raw, path: FieldPath, graceSeconds: number): Generator<Problem> {
  const lifecycle = rawOf(container['lifecycle']);
  for (const hook of ['postStart', 'preStop']) {
    if (!isSet(lifecycle, hook)) continue;
    yield* judgeHandler(
      rawOf(lifecycle[hook]),
      path.child(hook),
      ['exec', 'httpGet', 'tcpSocket', 'sleep'],
      graceSeconds,
    );
  }
}

type Handler = (handler: Raw, path: FieldPath, graceSeconds: number) => Generator<Problem>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  exec: judgeExec,
  httpGet: judgeHttpGet,
  tcpSocket: (handler, path) => judgePort(handler['port'], path.child('port')),
  grpc: (handler, path) => judgePort(handler['port'], path.child('port')),
  sleep: judgeSleep,
};

function* judgeHandler(raw: Raw, path: FieldPath, kinds: readonly string[], graceSeconds: number): Generator<Problem> {
  const [first, ...others] = kinds.filter((kind) => isSet(raw, kind));
  if (first === undefined) {
    yield required(path, 'must specify a handler type');
    return;
  }
  yield* HANDLERS[first]?.(rawOf(raw[first]), path.child(first), graceSeconds) ?? [];
  for (const other of others) yield forbidden(path.child(other), 'may not specify more than 1 handler type');
}

function* judgeExec(handler: Raw, path: FieldPath): Generator<Problem> {
  if (listOf(handler['command']).length === 0) yield required(path.child('command'));
}

function* judgeHttpGet(handler: Raw, path: FieldPath): Generator<Problem> {
  yield* judgePort(handler['port'], path.child('port'));
  yield* oneOf(handler, path, 'scheme', ['HTTP', 'HTTPS']);
  for (const [index, header] of rawsOf(handler['httpHeaders']).entries()) {
    const name = stringOf(header['name']);
    const at = path.child('httpHeaders');
    for (const fault of faults(at, name, headerNameFaults(name))) yield { ...fault, at: at.index(index) };
  }
}

function* judgePort(port: unknown, path: FieldPath): Generator<Problem> {
  if (typeof port === 'string') yield* faults(path, port, portNameFaults(port));
  else yield* faults(path, numberOf(port) ?? 0, portNumberFaults(numberOf(port) ?? 0));
}

function* judgeSleep(handler: Raw, path: FieldPath, graceSeconds: number): Generator<Problem> {
  const seconds = numberOf(handler['seconds']) ?? 0;
  if (seconds >= 0 && seconds <= graceSeconds) return;
  yield invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`);
}
