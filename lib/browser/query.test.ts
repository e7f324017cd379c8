import { QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { settle } from '#lib/testing/step-clock.ts';
import { createQueryClient, invalidateLists } from './query.ts';

/** On a screen; each time it is asked, until `release` is called. */
function show(client: ReturnType<typeof createQueryClient>, queryKey: readonly string[]) {
  let asked = 0;
  let pending = Promise.withResolvers<number>();
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: () => {
      asked += 1;
      return pending.promise;
    },
  });
  observer.subscribe(() => {});
  return {
    asked: () => asked,
    release: async () => {
      pending.resolve(asked);
      pending = Promise.withResolvers();
      await settle();
    },
  };
}

test('lists are asked for again when nodes change, and nothing else is', async () => {
  const client = createQueryClient();
  const shown = [['starved'], ['nodes'], ['node', 'node-a']].map((key) => show(client, key));
  for (const { release } of shown) await release();
  invalidateLists(client);
  await settle();
  expect(shown.map(({ asked }) => asked())).toStrictEqual([2, 2, 1]);
  client.clear();
});

test('a list that is under way is waited for: on a busy cluster it would never arrive', async () => {
  const client = createQueryClient();
  const { asked, release } = show(client, ['starved']);
  await release();
  invalidateLists(client);
  await settle();
  invalidateLists(client);
  await settle();
  expect(asked()).toBe(2);
  await release();
  expect(client.getQueryData(['starved'])).toBe(2);
  client.clear();
});
