import { describe, expect, test } from 'vitest';
import { findScenario, SCENARIOS } from './scenarios.ts';

describe('the list of scenarios', () => {
  test('has every one that is promised, the default first, and no name twice', () => {
    expect(SCENARIOS.map(({ name }) => name)).toEqual([
      'tour',
      'healthy',
      'rolling',
      'on-delete',
      'new-nodes',
      'budget-deadlock',
      'one-dead-node',
      'bad-image',
      'crash-loop-on-arm',
      'starved-equal-priority',
      'starved-pools',
      'quota',
      'pod-security',
      'surge-hostport',
      'slow-termination',
      'taint-leftover',
      'orphans',
      'intruder',
      'slow-5000',
    ]);
  });

  test('finds one by its name, and nothing by another', () => {
    expect(findScenario('bad-image')?.name).toBe('bad-image');
    expect(findScenario('Bad-Image')).toBeUndefined();
  });

  test('gives each a seed of its own', () => {
    expect(new Set(SCENARIOS.map(({ seed }) => seed)).size).toBe(SCENARIOS.length);
  });
});

describe.each(SCENARIOS)('$name', ({ description, historySeconds, lengthSeconds, script }) => {
  test('says in one sentence what happens', () => {
    expect(description).toMatch(/^[A-Z0-9a-z].*[^.]\.$/);
    expect(description).not.toMatch(/[.!?] /);
    expect(description.length).toBeLessThanOrEqual(220);
  });

  test('lets people in before it is over', () => {
    expect(historySeconds).toBeGreaterThan(0);
    expect(historySeconds).toBeLessThan(lengthSeconds);
  });

  test('tells its steps in order, in sentences, and before it ends', () => {
    const times = script.map(({ atSeconds }) => atSeconds);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(times.filter((atSeconds) => atSeconds < 0 || atSeconds >= lengthSeconds)).toEqual([]);
    expect(script.filter(({ what }) => !/^(\.\.\. )?[A-Za-z0-9].*\.$/.test(what))).toEqual([]);
  });
});
