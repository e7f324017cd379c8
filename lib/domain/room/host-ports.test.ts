import { expect, test } from 'vitest';
import { makeContainer, makePod, makePodSpec } from '#lib/testing/objects.ts';
import type { ContainerPort, PodSpec } from '../objects.ts';
import { type HostPort, holderOf, hostPortsConflict, hostPortsOf } from './host-ports.ts';

function listens(...ports: readonly ContainerPort[]) {
  return makeContainer({ ports });
}
const http: ContainerPort = { containerPort: 80, protocol: 'TCP' };
const exposed: ContainerPort = { ...http, hostPort: 8080 };

type Row = { readonly name: string; readonly spec: Partial<PodSpec>; readonly ports: readonly HostPort[] };

const rows: readonly Row[] = [
  {
    name: '[FT13] reads host ports of containers, on all addresses by TCP unless they say otherwise',
    spec: { containers: [listens(http, exposed), listens({ ...exposed, protocol: 'UDP', hostIP: '10.0.0.1' })] },
    ports: [
      { port: 8080, protocol: 'TCP', hostIP: '0.0.0.0' },
      { port: 8080, protocol: 'UDP', hostIP: '10.0.0.1' },
    ],
  },
  {
    name: '[FT13] reads those of sidecars and not those of ordinary init containers',
    spec: {
      initContainers: [
        makeContainer({ init: true, ports: [exposed] }),
        makeContainer({ init: true, restartPolicy: 'Always', ports: [{ ...exposed, hostPort: 9090 }] }),
      ],
    },
    ports: [{ port: 9090, protocol: 'TCP', hostIP: '0.0.0.0' }],
  },
  {
    name: '[FT13] does not take a restarting container for a sidecar',
    spec: { containers: [makeContainer({ restartPolicy: 'Always', ports: [exposed] })] },
    ports: [{ port: 8080, protocol: 'TCP', hostIP: '0.0.0.0' }],
  },
  {
    name: '[FT14] takes every declared port for a host port on the network of the host, once',
    spec: { hostNetwork: true, containers: [listens(http, { ...exposed, hostPort: 80 })] },
    ports: [{ port: 80, protocol: 'TCP', hostIP: '0.0.0.0' }],
  },
];

test.for(rows)('$name', ({ spec, ports }) => {
  expect(hostPortsOf(makePodSpec(spec))).toStrictEqual(ports);
});

type ConflictRow = { readonly name: string; readonly right: Partial<HostPort>; readonly conflict: boolean };

const left: HostPort = { port: 80, protocol: 'TCP', hostIP: '10.0.0.1' };
const conflicts: readonly ConflictRow[] = [
  { name: '[FT13] conflicts with itself', right: {}, conflict: true },
  { name: '[FT13] conflicts with all addresses', right: { hostIP: '0.0.0.0' }, conflict: true },
  { name: '[FT13] lives beside another address', right: { hostIP: '10.0.0.2' }, conflict: false },
  { name: '[FT13] knows no other way to say all addresses', right: { hostIP: '::' }, conflict: false },
  { name: '[FT13] lives beside another protocol', right: { protocol: 'UDP' }, conflict: false },
  { name: '[FT13] lives beside another port', right: { port: 81 }, conflict: false },
];

test.for(conflicts)('$name', ({ right, conflict }) => {
  expect(hostPortsConflict(left, { ...left, ...right })).toBe(conflict);
  expect(hostPortsConflict({ ...left, ...right }, left)).toBe(conflict);
});

test('[FT13] names the first pod that holds the port', () => {
  const holder = makePod({ name: 'holder', spec: { containers: [listens(exposed)] } });
  expect(holderOf({ port: 8080, protocol: 'TCP', hostIP: '0.0.0.0' }, [makePod(), holder])).toBe(holder);
  expect(holderOf({ port: 8081, protocol: 'TCP', hostIP: '0.0.0.0' }, [makePod(), holder])).toBeUndefined();
});
