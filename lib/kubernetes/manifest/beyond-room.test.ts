import { expect, test } from 'vitest';
import { asksBeyondRoom } from './beyond-room.ts';

type Row = { readonly name: string; readonly spec: unknown; readonly beyond: boolean };

const term = { topologyKey: 'topology.kubernetes.io/zone', labelSelector: {} };
const needed = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
const liked = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] };
const spread = (whenUnsatisfiable?: string) => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable }],
});

const rows: readonly Row[] = [
  { name: '[PL8] room and nothing else', spec: { containers: [] }, beyond: false },
  { name: '[PL8] other pods beside it', spec: { affinity: { podAffinity: needed } }, beyond: true },
  { name: '[PL8] other pods away from it', spec: { affinity: { podAntiAffinity: needed } }, beyond: true },
  { name: '[PL8] pods that are merely liked', spec: { affinity: { podAffinity: liked } }, beyond: false },
  { name: '[PL8] an even spread', spec: spread('DoNotSchedule'), beyond: true },
  { name: '[PL8] an even spread, by default', spec: spread(), beyond: true },
  { name: '[PL8] an even spread if it can be had', spec: spread('ScheduleAnyway'), beyond: false },
  {
    name: '[PL8] a claim',
    spec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] },
    beyond: true,
  },
  { name: '[PL8] a claim of its own', spec: { volumes: [{ name: 'd', ephemeral: {} }] }, beyond: true },
  { name: '[PL8] a folder of the node', spec: { volumes: [{ name: 'd', hostPath: { path: '/' } }] }, beyond: false },
  { name: '[PL8] what is of no shape', spec: { affinity: 'x', volumes: 7 }, beyond: false },
];
test.for(rows)('$name', ({ spec, beyond }) => {
  expect(asksBeyondRoom({ spec })).toBe(beyond);
});
