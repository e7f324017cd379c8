import { CONTAINER } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const PROBE_CASES: readonly ManifestCase[] = [
  {
    name: 'a probe without a handler',
    edits: { [`${CONTAINER}/readinessProbe`]: {} },
    problems: ['spec.template.spec.containers[0].readinessProbe: Required value: must specify a handler type'],
  },
  {
    name: 'a probe with two handlers',
    edits: { [`${CONTAINER}/readinessProbe/tcpSocket`]: { port: 9100 } },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
    ],
  },
  {
    name: 'a probe without a port',
    edits: { [`${CONTAINER}/readinessProbe/httpGet/port`]: undefined },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
  },
  {
    name: 'a probe of a port above 65535',
    edits: { [`${CONTAINER}/readinessProbe/httpGet/port`]: 70000 },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.httpGet.port: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
  },
  {
    name: 'a probe of a port whose name cannot be',
    edits: { [`${CONTAINER}/readinessProbe/httpGet/port`]: 'no_such_port_name' },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.httpGet.port: Invalid value: "no_such_port_name": must be no more than 15 characters',
      'spec.template.spec.containers[0].readinessProbe.httpGet.port: Invalid value: "no_such_port_name": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ],
  },
  {
    name: 'a probe of a port in quotes',
    edits: { [`${CONTAINER}/readinessProbe/httpGet/port`]: '9100' },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.httpGet.port: Invalid value: "9100": must contain at least one letter (a-z)',
    ],
  },
  {
    name: 'a scheme in small letters',
    edits: { [`${CONTAINER}/readinessProbe/httpGet/scheme`]: 'https' },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.httpGet.scheme: Unsupported value: "https": supported values: "HTTP", "HTTPS"',
    ],
  },
  {
    name: 'a header with a space',
    edits: { [`${CONTAINER}/readinessProbe/httpGet/httpHeaders`]: [{ name: 'X Header', value: 'secret' }] },
    problems: [
      `spec.template.spec.containers[0].readinessProbe.httpGet.httpHeaders: Invalid value: "X Header": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')`,
    ],
  },
  {
    name: 'a probe without a command',
    edits: { [`${CONTAINER}/readinessProbe`]: { exec: {} } },
    problems: ['spec.template.spec.containers[0].readinessProbe.exec.command: Required value'],
  },
  {
    name: 'a gRPC probe of port 0',
    edits: { [`${CONTAINER}/readinessProbe`]: { grpc: { port: 0 } } },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
  },
  {
    name: 'negative seconds of a probe',
    edits: {
      [`${CONTAINER}/readinessProbe/periodSeconds`]: -1,
      [`${CONTAINER}/readinessProbe/initialDelaySeconds`]: -1,
    },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.template.spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
  },
  {
    name: 'two successes of a liveness probe',
    edits: { [`${CONTAINER}/livenessProbe/successThreshold`]: 2 },
    problems: ['spec.template.spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  },
  {
    name: 'two successes of a readiness probe',
    edits: { [`${CONTAINER}/readinessProbe/successThreshold`]: 2 },
    problems: [],
  },
  {
    name: 'a grace period of a readiness probe',
    edits: { [`${CONTAINER}/readinessProbe/terminationGracePeriodSeconds`]: 5 },
    problems: [
      'spec.template.spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes',
    ],
  },
  {
    name: 'a grace period of nothing',
    edits: { [`${CONTAINER}/livenessProbe/terminationGracePeriodSeconds`]: 0 },
    problems: [
      'spec.template.spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0',
    ],
  },
  {
    name: 'a hook without a handler',
    edits: { [`${CONTAINER}/lifecycle/preStop`]: {} },
    problems: ['spec.template.spec.containers[0].lifecycle.preStop: Required value: must specify a handler type'],
  },
  {
    name: 'a sleep longer than the grace period',
    edits: { [`${CONTAINER}/lifecycle/preStop/sleep/seconds`]: 60 },
    problems: [
      'spec.template.spec.containers[0].lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (20)',
    ],
  },
  {
    name: 'a hook with two handlers',
    edits: { [`${CONTAINER}/lifecycle/preStop/exec`]: { command: ['x'] } },
    problems: [
      'spec.template.spec.containers[0].lifecycle.preStop.sleep: Forbidden: may not specify more than 1 handler type',
    ],
  },
  {
    name: 'a stop signal, which is behind a gate',
    edits: { [`${CONTAINER}/lifecycle/stopSignal`]: 'SIGTERM' },
    problems: [],
  },
];
