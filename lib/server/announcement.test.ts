import { expect, test } from 'vitest';
import { makePicture } from '#lib/testing/pictures.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { announcement } from './announcement.ts';
import type { Runtime, RuntimeFleet } from './runtime.ts';

function reading(source: Picture['source']): Runtime['source'] {
  const fleet: Pick<RuntimeFleet, 'picture'> = { picture: () => makePicture({ source }) };
  return { kind: 'Reading', fleet: fleet as RuntimeFleet };
}

const simulated = { scenario: 'tour', description: 'Two nodes meet.' };

test('[7.3] of a simulated cluster the terminal says so, what it shows, and how to see another', () => {
  expect(announcement(reading({ kind: 'Cluster', simulated }), 'npm start --')).toStrictEqual([
    'SIMULATED: no Kubernetes is being read. Scenario tour: Two nodes meet.',
    '  a cluster of yours:   npm start -- --kubeconfig=FILE, or --context=NAME',
    '  another scenario:     npm start -- --simulate=NAME',
  ]);
});

test('[7.2] without a cluster it says what was tried, and both ways on', () => {
  const tried = ['/home/a/.kube/config', '/var/run/\u001b[31mtoken'];
  expect(announcement({ kind: 'NoCluster', tried }, 'rollcall serve')).toStrictEqual([
    'No cluster is being read: no kubeconfig and no service account. Tried /home/a/.kube/config, /var/run/<U+001B>[31mtoken.',
    '  a cluster of yours:   rollcall serve --kubeconfig=FILE',
    '  a simulated cluster:  rollcall serve --simulate',
  ]);
});

test.for([{ kind: 'Cluster' }, { kind: 'Files', asOf: 0 }] as const)('of $kind there is nothing to say', (source) => {
  expect(announcement(reading(source), 'npm start --')).toStrictEqual([]);
});
