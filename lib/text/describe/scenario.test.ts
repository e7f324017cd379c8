import { expect, test } from 'vitest';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { lintGlossary, lintJapanese } from '#lib/testing/house-style.ts';
import { scenario as japanese } from '../ja/scenario.ts';
import { describeScenario } from './scenario.ts';

test('each story is told in Japanese, and no other', () => {
  expect(new Set(Object.keys(japanese))).toStrictEqual(new Set(SCENARIOS.map(({ name }) => name)));
});

const numbers = (text: string) => text.match(/\d[\d,]*/g) ?? [];

test.for(SCENARIOS)('$name: the house style, and every number of the English sentence', ({ name, description }) => {
  const { locale, sentence } = describeScenario('ja', { scenario: name, description });
  expect(locale).toBe('ja');
  expect([...lintJapanese(sentence), ...lintGlossary(sentence.replaceAll('node-exporter', ''))]).toStrictEqual([]);
  expect(sentence).toMatch(/。$/);
  expect(numbers(sentence)).toEqual(expect.arrayContaining(numbers(description)));
});

test('in English a story is told in its own words', () => {
  const facts = { scenario: 'tour', description: 'Two nodes meet.' };
  expect(describeScenario('en', facts)).toStrictEqual({ locale: 'en', sentence: 'Two nodes meet.' });
});

test.for(['of-a-later-server', 'constructor'])('a story that is not known here, %s, is told in English', (scenario) => {
  expect(describeScenario('ja', { scenario, description: 'Two nodes meet.' })).toStrictEqual({
    locale: 'en',
    sentence: 'Two nodes meet.',
  });
});
