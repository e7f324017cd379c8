import { expect, test } from 'vitest';
import { ALERT_NAMES, FALSE_ALARMS } from '#lib/domain/rollout/alerts.ts';
import { LOCALES } from '../locale.ts';
import { createText } from '../text.ts';
import type { AlertView } from './alert.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

function makeAlert(overrides: Partial<AlertView> = {}): AlertView {
  return {
    name: 'KubeDaemonSetNotScheduled',
    clauses: [{ clause: 'desired_number_scheduled - current_number_scheduled > 0', left: 2, right: 0, holds: true }],
    firing: false,
    ...overrides,
  };
}

test('[AL1] which clause holds, and when it fires', () => {
  const alert = makeAlert({ pendingUntil: now + 3 * minute });
  expect(texts.en.describeAlert(alert, now)).toStrictEqual({
    meaning: 'Alerts when some target nodes have no pod at all for a while.',
    clauses: ['desired_number_scheduled - current_number_scheduled > 0 holds (2 and 0)'],
    sentence: 'It fires in 3 min if nothing changes.',
  });
  expect(texts.ja.describeAlert(alert, now).sentence).toBe('変化がなければ3分後に発火します。');
});

test('[AL1] it fires, or it does not', () => {
  expect(texts.en.describeAlert(makeAlert({ firing: true }), now).sentence).toBe(
    'It fires now, as far as the counters tell.',
  );
  const quiet = makeAlert({ clauses: [{ clause: 'number_misscheduled > 0', left: 0, right: 0, holds: false }] });
  expect(texts.en.describeAlert(quiet, now).clauses).toStrictEqual(['number_misscheduled > 0 does not hold (0 and 0)']);
  expect(texts.en.describeAlert(quiet, now).sentence).toBe('It does not fire: nothing that it looks for is there.');
});

test.for(FALSE_ALARMS)('[AL5] %s is told in words', (knownFalseAlarm) => {
  const told = LOCALES.map((locale) => texts[locale].describeAlert(makeAlert({ knownFalseAlarm }), now).falseAlarm);
  expect(told.filter((sentence) => sentence === undefined || sentence.includes(knownFalseAlarm))).toStrictEqual([]);
});

test('[AL5] a false alarm that we have no words for is told by its own', () => {
  const alert = makeAlert({ knownFalseAlarm: 'SomethingNew' });
  expect(texts.en.describeAlert(alert, now).falseAlarm).toBe('This is a known false alarm: SomethingNew.');
});

test.for(ALERT_NAMES)('%s says what it is for', (name) => {
  const meanings = LOCALES.map((locale) => texts[locale].describeAlert(makeAlert({ name }), now).meaning);
  expect(meanings.filter((meaning) => !/[.。]$/.test(meaning))).toStrictEqual([]);
});

test('[CT1] a common trait is told with both numbers, never with a percentage alone', () => {
  const trait = {
    key: 'node.kubernetes.io/instance-type',
    value: 'm5.large',
    affected: { having: 17, all: 17 },
    rest: { having: 11, all: 183 },
  };
  expect(texts.en.describeTrait(trait)).toBe(
    '100 % (17/17) of the affected, 6 % (11/183) of the rest: node.kubernetes.io/instance-type=m5.large',
  );
  expect(texts.ja.describeTrait(trait)).toBe(
    '影響のあるノードの100%(17/17)、その他の6%(11/183): node.kubernetes.io/instance-type=m5.large',
  );
});

test('[experience 14] only all are 100 % and only none are 0 %', () => {
  const trait = { key: 'pool', value: 'a', affected: { having: 4_999, all: 5_000 }, rest: { having: 1, all: 5_000 } };
  expect(texts.en.describeTrait(trait)).toBe('99 % (4,999/5,000) of the affected, 1 % (1/5,000) of the rest: pool=a');
  expect(texts.en.describeTrait({ ...trait, rest: { having: 0, all: 0 } })).toBe(
    '99 % (4,999/5,000) of the affected, and there is no other node: pool=a',
  );
});
