import { expect, test } from 'vitest';
import type { Lack } from '#lib/domain/room/make-room.ts';
import { lackKindOf, starvedAddress } from './starved-url.ts';

const lackOf = (resource: string): Lack => ({ kind: 'Resource', resource, requested: 2, free: 1, allocatable: 4 });

test.for([
  { name: 'cpu', lack: lackOf('cpu'), kind: 'cpu' },
  { name: 'memory', lack: lackOf('memory'), kind: 'memory' },
  { name: 'pod slots', lack: lackOf('pods'), kind: 'pods' },
  { name: 'ephemeral storage', lack: lackOf('ephemeral-storage'), kind: 'storage' },
  { name: 'a device', lack: lackOf('nvidia.com/gpu'), kind: 'extended' },
  { name: 'huge pages', lack: lackOf('hugepages-2Mi'), kind: 'extended' },
  { name: 'a resource with a hostile name', lack: lackOf('__proto__'), kind: 'extended' },
  {
    name: 'a port',
    lack: { kind: 'HostPort', hostPort: { port: 9100, protocol: 'TCP', hostIP: '0.0.0.0' }, holders: [] } as const,
    kind: 'ports',
  },
])('[5.2] which filter $name falls under', ({ lack, kind }) => {
  expect(lackKindOf(lack)).toBe(kind);
});

test.for([
  { name: 'all of them', asked: {}, address: '/starved' },
  { name: 'of a resource', asked: { resource: 'ports' } as const, address: '/starved?resource=ports' },
  {
    name: 'of a DaemonSet',
    asked: { daemonSet: { namespace: 'logging', name: 'fluent-bit' } },
    address: '/starved?daemonset=logging/fluent-bit',
  },
  {
    name: 'of both',
    asked: { resource: 'cpu', daemonSet: { namespace: 'a', name: 'b' } } as const,
    address: '/starved?resource=cpu&daemonset=a/b',
  },
])('[5.2] the address of the starved nodes: $name', ({ asked, address }) => {
  expect(starvedAddress(asked)).toBe(address);
});
