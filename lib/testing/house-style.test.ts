import { expect, test } from 'vitest';
import { lintEnglish, lintGlossary, lintJapanese } from './house-style.ts';

const faulty: readonly (readonly [string, string])[] = [
  ['17 ノード', 'space beside Japanese'],
  ['DaemonSet のPod', 'space beside Japanese'],
  ['ノード (未準備)', 'space beside Japanese'],
  ['ノード（未準備）', 'full-width Latin, digit or mark'],
  ['１７ノード', 'full-width Latin, digit or mark'],
  ['ロールアウトが停止しています', 'forbidden word'],
  ['Podを排除します', 'forbidden word'],
  ['メモリー不足', 'long vowel that kubernetes.io leaves out'],
  ['コントローラが失敗', 'missing long vowel'],
];
test.for(faulty)('finds the fault planted in 「%s」', ([message, fault]) => {
  expect(lintJapanese(message)).toStrictEqual([`${fault}: ${message}`]);
});

test('finds an English word that the glossary translates', () => {
  expect(lintGlossary('rolloutが停滞')).toStrictEqual(['an English word that has a Japanese one: rolloutが停滞']);
  expect(lintGlossary('ロールアウトが停滞(DaemonSet)')).toStrictEqual([]);
  expect(lintGlossary('優先度はsystem-node-critical')).toStrictEqual([]);
});

test('lets good Japanese pass', () => {
  expect(lintJapanese('2件のロールアウトが停滞(fluent-bit 42分)')).toStrictEqual([]);
  expect(lintJapanese('fluent-bitのメモリが300Mi不足しています。')).toStrictEqual([]);
});

test('finds the faults planted in English', () => {
  expect(lintEnglish('the DS is  stuck')).toStrictEqual([
    'a name that Kubernetes does not use: the DS is  stuck',
    'stray space: the DS is  stuck',
  ]);
});
