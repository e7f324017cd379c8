import { afterAll, beforeAll, expect, test } from 'vitest';
import { API_CASES } from './api-cases.ts';
import { compare } from './compare.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import type { Subject } from './subject.ts';
import { startControlPlaneSubject } from './subject-control-plane.ts';
import { startSimulatorSubject } from './subject-simulator.ts';

/** The simulator answers as Kubernetes does: each case is put to both, and their answers are the same [6]. */

let controlPlane: Subject;
let simulator: Subject;
let compared = 0;
beforeAll(async () => {
  [controlPlane, simulator] = await Promise.all([
    startControlPlaneSubject({ controllers: false }),
    startSimulatorSubject({ controllers: false }),
  ]);
});
afterAll(async () => {
  await Promise.all([controlPlane?.close(), simulator?.close()]);
  const known = KNOWN_DIFFERENCES.length;
  process.stdout.write(`conformance of the API: ${compared} cases compared, ${known} known differences\n`);
});

test.for([...API_CASES])('$name', async ({ name, run, expects }) => {
  const [real, simulated] = await Promise.all([run(controlPlane), run(simulator)]);
  expect(real, 'what the real control plane answers').toMatchObject(expects);
  expect(simulated, 'what the simulator answers').toMatchObject(expects);
  const known = KNOWN_DIFFERENCES.filter((difference) => difference.case === name);
  const comparison = compare(real, simulated, known);
  expect(comparison.simulator, 'the simulator, by the real control plane').toStrictEqual(comparison.controlPlane);
  expect(comparison.settled, 'known differences that no longer differ').toStrictEqual([]);
  compared += 1;
});

test('the names of the cases differ, and every known difference is one of a case, with a reason', () => {
  const names = API_CASES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const difference of KNOWN_DIFFERENCES) {
    expect(names).toContain(difference.case);
    expect(difference.reason.split(' ').length).toBeGreaterThan(4);
  }
});
