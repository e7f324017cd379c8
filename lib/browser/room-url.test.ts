import { expect, test } from 'vitest';
import { parseEvictions, serializeEvictions } from './room-url.ts';

type Row = { readonly name: string; readonly text: string; readonly pods: readonly string[] | undefined };
const rows: readonly Row[] = [
  { name: '[5.2] one pod', text: 'evict:default/web-1', pods: ['default/web-1'] },
  { name: '[5.2] two pods', text: 'evict:default/web-1,shop/cart.v2', pods: ['default/web-1', 'shop/cart.v2'] },
  { name: 'a pod that is named twice goes once', text: 'evict:a/b,a/b', pods: ['a/b'] },
  { name: '[D3] no verb', text: 'default/web-1', pods: undefined },
  { name: '[D3] another verb', text: 'delete:default/web-1', pods: undefined },
  { name: '[D3] nobody', text: 'evict:', pods: undefined },
  { name: '[D3] a name without its namespace', text: 'evict:web-1', pods: undefined },
  { name: '[D3] one name too many', text: 'evict:a/b/c', pods: undefined },
  { name: '[D3] what no object is called', text: 'evict:a/__proto__', pods: undefined },
  { name: '[D3] an end without a name', text: 'evict:a/b,', pods: undefined },
];
test.for(rows)('$name', ({ text, pods }) => {
  expect(parseEvictions(text)).toStrictEqual(pods);
});

test('[B9] what is written is read again', () => {
  const pods = ['default/web-1', 'shop/cart.v2'];
  expect(parseEvictions(serializeEvictions(pods))).toStrictEqual(pods);
});
