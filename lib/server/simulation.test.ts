import { expect, test } from 'vitest';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { DEFAULT_SCENARIO, openSimulation, scenarioFault } from './simulation.ts';

const names = SCENARIOS.map(({ name }) => name).join(', ');

test('the scenario that is told unless another is named is the first of the list', () => {
  expect(SCENARIOS[0]?.name).toBe(DEFAULT_SCENARIO);
});

test.for(SCENARIOS.map(({ name }) => name))('%s is a scenario', async (scenario) => {
  expect(await scenarioFault({ scenario, label: '--simulate' })).toBeUndefined();
});

test.for([
  { scenario: 'turo', label: '--simulate', said: '"turo"' },
  { scenario: 'Tour', label: 'ROLLCALL_SIMULATE', said: '"Tour"' },
  { scenario: '\u001b[31m', label: '--simulate', said: '"\\u001b[31m"' },
])('$scenario is none: one sentence names $label, the value and all there are', async ({ scenario, label, said }) => {
  const sentence = `${label}: there is no scenario ${said}; there are ${names}`;
  expect(await scenarioFault({ scenario, label })).toBe(sentence);
  expect(await openSimulation({ scenario, label }, { until: 'history' })).toStrictEqual({ ok: false, error: sentence });
});
