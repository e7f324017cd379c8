import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { nodeName, uid } from '#lib/domain/keys.ts';
import { createRechecks, type RecheckSubject } from './rechecks.ts';

const agent = uid('agent');
const [a, b] = [nodeName('a'), nodeName('b')];

test('a DaemonSet as a whole and its cells each have a moment of their own', () => {
  const rechecks = createRechecks();
  rechecks.set({ daemonSet: agent }, 30, 0);
  rechecks.set({ daemonSet: agent, node: a }, 10, 0);
  rechecks.set({ daemonSet: agent, node: b }, 20, 0);
  expect(rechecks.takeDue(20)).toStrictEqual([
    { daemonSet: agent, node: a },
    { daemonSet: agent, node: b },
  ]);
  expect(rechecks.next()).toBe(30);
});

test('what asks for its own moment is looked at right after it', () => {
  const rechecks = createRechecks();
  rechecks.set({ daemonSet: agent, node: a }, 5, 5);
  expect(rechecks.takeDue(5)).toStrictEqual([]);
  expect(rechecks.next()).toBe(6);
});

test('does what a plain map of moments does, in a thousand random steps', () => {
  const random = seededRandom(5);
  const pick = (count: number) => Math.floor(random() * count);
  const rechecks = createRechecks();
  const model = new Map<string, number>();
  const nameOf = ({ daemonSet, node = nodeName('whole') }: RecheckSubject) => `${daemonSet}/${node}`;
  for (let now = 0; now < 1_000; now += 1) {
    const daemonSet = uid(`daemonset-${pick(3)}`);
    const node = nodeName(`node-${pick(4)}`);
    const subject = pick(5) === 0 ? { daemonSet } : { daemonSet, node };
    const at = pick(4) === 0 ? undefined : now + 1 + pick(50);
    rechecks.set(subject, at, now);
    if (at === undefined) model.delete(nameOf(subject));
    else model.set(nameOf(subject), at);
    if (pick(20) === 0) {
      rechecks.forget([daemonSet], [node]);
      model.delete(nameOf({ daemonSet, node }));
    }
    const due = [...model].filter(([, moment]) => moment <= now).map(([name]) => name);
    for (const name of due) model.delete(name);
    expect(new Set(rechecks.takeDue(now).map(nameOf))).toStrictEqual(new Set(due));
    expect(rechecks.next()).toBe(model.size === 0 ? undefined : Math.min(...model.values()));
  }
});
