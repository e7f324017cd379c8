import { expect, test } from 'vitest';
import { KNOWLEDGE_KINDS, RESOURCES } from '#lib/domain/objects.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import { rbacRuleFor } from './health.ts';

const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

test('[RD1] events that may not be read cost a sentence and name the rule that would grant them', () => {
  expect(texts.en.describeKnowledge('events', 'Forbidden')).toStrictEqual({
    sentence: 'Rollcall may not read events. Without events the reasons for a pod that cannot be created are missing.',
    grant: '{apiGroups: ["events.k8s.io", ""], resources: ["events"], verbs: ["list", "watch"]}',
  });
});

test('[reliability 10] the rules are those of the ClusterRole: list and watch, nothing else', () => {
  expect(RESOURCES.map(rbacRuleFor)).toStrictEqual([
    '{apiGroups: ["apps"], resources: ["daemonsets"], verbs: ["list", "watch"]}',
    '{apiGroups: ["apps"], resources: ["controllerrevisions"], verbs: ["list", "watch"]}',
    '{apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"]}',
    '{apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"]}',
    '{apiGroups: ["events.k8s.io", ""], resources: ["events"], verbs: ["list", "watch"]}',
    '{apiGroups: [""], resources: ["namespaces"], verbs: ["list", "watch"]}',
    '{apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: ["list", "watch"]}',
    '{apiGroups: ["scheduling.k8s.io"], resources: ["priorityclasses"], verbs: ["list", "watch"]}',
  ]);
});

test.for(RESOURCES)('%s have a sentence for each kind of knowledge in each language', (resource) => {
  for (const knowledge of KNOWLEDGE_KINDS) {
    const [en, ja] = [texts.en, texts.ja].map((text) => text.describeKnowledge(resource, knowledge));
    expect(lintEnglish(en?.sentence ?? '')).toStrictEqual([]);
    expect(lintJapanese(ja?.sentence ?? '')).toStrictEqual([]);
    expect(en?.grant).toBe(knowledge === 'Forbidden' ? rbacRuleFor(resource) : undefined);
    expect(en?.sentence).toMatch(/^[A-Z].*\.$/);
  }
});

test('why a resource cannot be followed: the cause in words, with what the reader noted', () => {
  expect(texts.en.describeReflectorCause('unreachable', 'connection refused')).toBe(
    'The API server cannot be reached. (connection refused)',
  );
  expect(texts.ja.describeReflectorCause('credentials', null)).toBe('APIサーバーが認証情報を拒否しました。');
  expect(texts.en.describeReflectorCause(null, null)).toBeUndefined();
  expect(texts.en.describeReflectorCause('newer than we are', null)).toBe('newer than we are');
});

test('the states of a reflector in words; one that we do not know keeps its own', () => {
  expect(texts.en.describeReflectorState('suspect')).toBe('silent');
  expect(texts.en.describeReflectorState('newer than we are')).toBe('newer than we are');
});
