import { expect, test } from 'vitest';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import { type SizingFacts, tellingStep } from './sizing.ts';

const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };
const step = (reduction: number, fit: number) => ({ reduction, fit });

test.for([
  { name: 'there is none', steps: [], telling: undefined },
  { name: 'the only one', steps: [step(250, 3)], telling: step(250, 3) },
  {
    name: 'where most is won for least, not where the last is won',
    steps: [step(100, 3), step(250, 15), step(400, 16), step(900, 17)],
    telling: step(250, 15),
  },
  { name: 'of equals the one with more nodes', steps: [step(100, 1), step(1_000, 10)], telling: step(1_000, 10) },
  { name: 'a step that wins none is no answer', steps: [step(100, 0)], telling: undefined },
])('[5.7] the step that is told first: $name', ({ steps, telling }) => {
  expect(tellingStep(steps)).toStrictEqual(telling);
});

type Row = { readonly name: string; readonly sizing: SizingFacts; readonly en: string; readonly ja: string };
const rows: readonly Row[] = [
  {
    name: 'what most is won by, and what all is won by',
    sizing: { resource: 'cpu', requested: 1_000, nodes: 17, steps: [step(250, 15), step(900, 17)] },
    en: 'Lowering the CPU request of 1 by 250m makes 15 of 17 fit. By 900m it would be 17 of 17.',
    ja: 'CPUのリクエスト1を250m減らすと、17ノードのうち15ノードで収まります。900m減らすと、17ノードのうち17ノードになります。',
  },
  {
    name: 'where something else is short too',
    sizing: { resource: 'memory', requested: 2 ** 30, nodes: 4, steps: [step(2 ** 28, 3)] },
    en: 'Lowering the memory request of 1 GiB by 256 MiB makes 3 of 4 fit. On 1 node nothing of it is free, or something else is short.',
    ja: 'メモリのリクエスト1 GiBを256 MiB減らすと、4ノードのうち3ノードで収まります。1ノードでは、空きがまったくないか、ほかのものが足りません。',
  },
  {
    name: 'only without any request',
    sizing: { resource: 'cpu', requested: 250, nodes: 2, steps: [step(250, 2)] },
    en: 'Only without its CPU request of 250m would 2 of 2 fit.',
    ja: 'CPUのリクエスト250mをなくして初めて、2ノードのうち2ノードで収まります。',
  },
  {
    name: 'no reduction helps',
    sizing: { resource: 'cpu', requested: 250, nodes: 2, steps: [] },
    en: 'Lowering the CPU request alone makes none of 2 nodes fit: nothing of it is free there, or something else is short.',
    ja: 'CPUのリクエストを減らすだけでは、2ノードのどれにも収まりません。空きがまったくないか、ほかのものが足りません。',
  },
];
test.for(rows)('[5.7] the sizing answer: $name', ({ sizing, en, ja }) => {
  const said = { en: texts.en.describeSizing(sizing), ja: texts.ja.describeSizing(sizing) };
  expect(said).toStrictEqual({ en, ja });
  expect([...lintEnglish(said.en), ...lintJapanese(said.ja)]).toStrictEqual([]);
});
