import { afterAll, beforeAll, expect, test } from 'vitest';
import { API_CASES } from './api-cases.ts';
import type { Subject } from './subject.ts';
import { startControlPlaneSubject } from './subject-control-plane.ts';

let controlPlane: Subject;
beforeAll(async () => {
  controlPlane = await startControlPlaneSubject({ controllers: false });
});
afterAll(() => controlPlane?.close());

test.for([...API_CASES])('$name', async ({ run, expects }) => {
  expect(await run(controlPlane)).toMatchObject(expects);
});
