// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from 'nuqs/adapters/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { inFleet, makeFleetSource } from '#lib/testing/page.ts';
import { makeEvictionSet, makeNodeRoom, makePendingRoom, makeRoomPlan, makeRoomPod } from '#lib/testing/rooms.ts';
import { createText } from '#lib/text/text.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { TextContext } from '../shell/text-context.ts';
import { RoomSection } from './room-section.tsx';

afterEach(cleanup);

type Page = { readonly room?: Partial<NodeRoomDetails>; readonly search?: string; readonly isUntrusted?: boolean };

function draw({ room = {}, search = '', isUntrusted = false }: Page = {}) {
  const onUrlUpdate = vi.fn<OnUrlUpdateFunction>();
  render(
    inFleet(
      makeFleetSource(),
      <NuqsTestingAdapter searchParams={search} hasMemory onUrlUpdate={onUrlUpdate}>
        <TextContext value={createText('en')}>
          <RoomSection room={makeNodeRoom(room)} isUntrusted={isUntrusted} />
        </TextContext>
      </NuqsTestingAdapter>,
    ),
  );
  return onUrlUpdate;
}
const verdict = () => document.querySelector('[data-verdict]');
const box = (pod: string) => screen.getByRole<HTMLInputElement>('checkbox', { name: `Without default/${pod}` });
const bar = (resource: string) => document.querySelector(`[data-bar="${resource}"]`);
const parts = (resource: string) =>
  [...(bar(resource)?.querySelectorAll('[data-part]') ?? [])].map((part) => [
    part.getAttribute('data-part'),
    part.getAttribute('width'),
  ]);

describe('[5.6] is there room?', () => {
  test('who waits, what it lacks, and that nobody else will help', () => {
    draw();
    const waiting = document.querySelector('[data-waiting="logging/fluent-bit"]');
    expect(waiting?.textContent).toContain('needs 300m CPU, 120m free of 1');
    expect(waiting?.querySelector('[data-self-help=No]')?.textContent).toContain(
      'nothing on this node has a lower priority',
    );
  });

  test('a bar is one sentence for whoever does not see it', () => {
    draw();
    expect(bar('cpu')?.querySelector('[role=img]')?.getAttribute('aria-label')).toBe(
      'CPU: 880m of 1 requested, 120m free, 300m needed, 180m short.',
    );
  });

  test('the ghost of what waits stands on what is free, and hangs over where it does not fit', () => {
    draw();
    const [daemonPods, notLower, needed, overhang] = parts('cpu');
    expect([daemonPods?.[0], notLower?.[0], needed?.[0], overhang?.[0]]).toStrictEqual([
      'daemonPods',
      'notLower',
      'needed',
      'overhang',
    ]);
    expect(Number.parseFloat(overhang?.[1] ?? '')).toBeCloseTo((180 / 1_180) * 100, 6);
    expect(parts('memory').map(([part]) => part)).toStrictEqual(['daemonPods', 'notLower', 'needed']);
  });

  test('[A1] the same in numbers', () => {
    draw();
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    const row = screen.getByRole('row', { name: /^CPU/ });
    expect([...row.children].map((cell) => cell.textContent)).toStrictEqual([
      'CPU',
      '1',
      '380m',
      '500m',
      '0',
      '0',
      '120m',
      '300m',
      '180m',
    ]);
  });

  test('a resource that nobody asks for has no bar, the four of every node have', () => {
    draw({ room: { allocatable: { cpu: 1_000, 'hugepages-2Mi': 0, 'nvidia.com/gpu': 4, pods: 110 } } });
    expect([...document.querySelectorAll('[data-bar]')].map((each) => each.getAttribute('data-bar'))).toStrictEqual([
      'cpu',
      'memory',
      'pods',
    ]);
  });

  test('[FT7] what nobody can read is said', () => {
    draw({ room: { unreadable: ['cpu'] } });
    expect(screen.getByText('The quantity of cpu cannot be read and counts as nothing.')).toBeDefined();
  });
});

describe('[5.6] what if these pods went?', () => {
  test('nothing ticked: what is lacking', () => {
    draw();
    expect(verdict()?.getAttribute('data-verdict')).toBe('Lacks');
    expect(verdict()?.textContent).toBe('Does not fit: lacks 180m CPU.');
  });

  test('ticking a pod re-flows bars and verdict, and the address says it as a step [D1]', async () => {
    const onUrlUpdate = draw();
    fireEvent.click(box('web-1'));
    expect(verdict()?.textContent).toBe('Fits: needs 300m CPU, frees 250m CPU. More than needed: 70m CPU.');
    expect(bar('cpu')?.getAttribute('data-free')).toBe('370');
    expect(parts('cpu').map(([part]) => part)).toStrictEqual(['daemonPods', 'notLower', 'needed']);
    await vi.waitFor(() => expect(onUrlUpdate).toHaveBeenCalled());
    const update = onUrlUpdate.mock.calls.at(-1)?.[0];
    expect([update?.searchParams.get('if'), update?.options.history]).toStrictEqual(['evict:default/web-1', 'push']);
  });

  test('unticking takes it back, and the address says nothing any more', async () => {
    const onUrlUpdate = draw({ search: '?if=evict:default/web-1' });
    expect(box('web-1').checked).toBe(true);
    fireEvent.click(box('web-1'));
    expect(verdict()?.getAttribute('data-verdict')).toBe('Lacks');
    await vi.waitFor(() => expect(onUrlUpdate).toHaveBeenCalled());
    expect(onUrlUpdate.mock.calls.at(-1)?.[0].searchParams.has('if')).toBe(false);
  });

  test('what speaks against the going of a ticked pod stands in full', () => {
    draw({ search: '?if=evict:default/web-2' });
    expect(document.querySelector('[data-ticked-pods]')?.textContent).toContain(
      'It has no controller: nobody makes it again.',
    );
  });

  test('what speaks against all of them is said once, what against one with its name', () => {
    draw({ search: '?if=evict:default/web-1,default/web-2' });
    const lists = document.querySelectorAll('[data-ticked-pods] ul');
    expect([...(lists[1]?.children ?? [])].map((line) => line.textContent)).toStrictEqual([
      'Its priority is at least that of a pod that waits: for that one the scheduler would not remove it.',
      'web-2: It has no controller: nobody makes it again.',
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Keep default/web-2' }));
    expect(box('web-2').checked).toBe(false);
  });

  test('[MR1] a pod that may not go cannot be ticked, and says why', () => {
    draw();
    expect(box('agent-a').disabled).toBe(true);
    expect(document.querySelector('[data-pod="default/agent-a"]')?.textContent).toContain(
      'It belongs to a DaemonSet, which makes it again on this very node.',
    );
  });

  test('[MR17] a preset ticks its set, and all is cleared at one press', () => {
    draw();
    const preset = screen.getByRole('button', { name: 'Set 1: 1 pod' });
    fireEvent.click(preset);
    expect([box('web-1').checked, box('web-2').checked]).toStrictEqual([true, false]);
    expect(preset.getAttribute('aria-pressed')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(box('web-1').checked).toBe(false);
  });

  test('[D3] pods of the address that are not here, or may not go, are left out and said', () => {
    draw({ search: '?if=evict:default/web-1,default/gone,default/agent-a' });
    expect(document.querySelector('[data-left-out]')?.textContent).toBe(
      'The address names a pod that is not on this node: default/gone. That is left out.' +
        'The address names a pod that cannot be asked to go: default/agent-a. That is left out.',
    );
    expect(verdict()?.getAttribute('data-verdict')).toBe('Fits');
  });

  test('[D3] an address that cannot be read thinks nobody away, and that is said', () => {
    draw({ search: '?if=delete:everything' });
    expect(document.querySelector('[data-left-out]')?.textContent).toContain('“delete:everything”');
    expect(verdict()?.getAttribute('data-verdict')).toBe('Lacks');
  });

  test('nobody waits: ticking only says what comes free', () => {
    draw({ room: { pending: [], plan: null } });
    expect(screen.getByText('No daemon pod waits for room here.')).toBeDefined();
    fireEvent.click(box('web-1'));
    expect(verdict()?.textContent).toBe('Frees 250m CPU, 64 MiB memory and 1 pod slot; nobody waits for it.');
    expect(verdict()?.getAttribute('data-verdict')).toBe('unknown');
  });

  test('[P3] data of unknown age judges nothing', () => {
    draw({ isUntrusted: true });
    expect(verdict()?.getAttribute('data-verdict')).toBe('unknown');
    expect(verdict()?.textContent).toBe('was: Does not fit: lacks 180m CPU.');
  });

  test('pods are sorted by priority, by what they ask of what is lacking, or by name', () => {
    const pods = [
      makeRoomPod('c', { priority: 5, requests: { cpu: 10 } }),
      makeRoomPod('b', { priority: -1, requests: { cpu: 20 } }),
      makeRoomPod('a10', { requests: { cpu: 5 } }),
      makeRoomPod('a9', { requests: { cpu: 5 } }),
    ];
    const order = () => [...document.querySelectorAll('[data-pod]')].map((row) => row.getAttribute('data-pod'));
    draw({ room: { pods } });
    expect(order()).toStrictEqual(['default/b', 'default/a9', 'default/a10', 'default/c']);
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'request' } });
    expect(order()).toStrictEqual(['default/b', 'default/c', 'default/a9', 'default/a10']);
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'name' } });
    expect(order()).toStrictEqual(['default/a9', 'default/a10', 'default/b', 'default/c']);
  });
});

describe('[MR17] how to make room', () => {
  const plan = () => document.querySelector('[data-plan]');

  test('the best set is open: what it frees, what it costs, where the next pod goes, the commands in order', () => {
    draw();
    const set = plan()?.querySelector('[data-set="1"]');
    expect(set?.querySelector('details')?.hasAttribute('open')).toBe(true);
    expect(set?.querySelector('summary')?.textContent).toContain('Evict 1 pod: frees 250m CPU, 70m more than needed.');
    expect(set?.querySelector('[data-costs]')?.textContent).toBe(
      'It breaks no PodDisruptionBudget, and each of its pods has a controller.',
    );
    expect(set?.querySelector('[data-evicted="default/web-1"]')?.textContent).toContain(
      'room on node-b and other nodes',
    );
    const lines = [...(set?.querySelectorAll('[data-step]') ?? [])].map((step) => [
      step.getAttribute('data-step'),
      step.querySelector('code.select-all')?.textContent,
      step.querySelector('.text-starved-fg') !== null,
    ]);
    expect(lines).toStrictEqual([
      ['Cordon', 'kubectl cordon node-a', true],
      ['Wait', 'kubectl get pods -n logging -w', false],
      ['Uncordon', 'kubectl uncordon node-a', true],
    ]);
  });

  test('beside it, always: the ways without an eviction', () => {
    draw();
    expect(plan()?.querySelector('[data-other-ways]')?.textContent).toContain('by 180m CPU');
  });

  test('[RD1] while budgets may not be read no set is said to be allowed', () => {
    draw({ room: { budgets: 'Forbidden' } });
    expect(plan()?.querySelector('[data-budgets=Forbidden]')?.textContent).toContain('PodDisruptionBudgets');
    expect(plan()?.querySelector('[data-costs]')?.textContent).toBe(
      'Whether PodDisruptionBudgets allow it is not known.',
    );
  });

  test('nothing that may go is enough: said, and the other ways stay', () => {
    draw({ room: { plan: makeRoomPlan({ kind: 'Impossible', sets: [], serves: [] }) } });
    expect(plan()?.textContent).toContain('Not even all pods that may go are enough.');
    expect(plan()?.querySelector('[data-other-ways]')).not.toBeNull();
    expect(screen.queryByRole('button', { name: /^Set 1/ })).toBeNull();
  });

  test('two wait: one plan for both, and whom it leaves', () => {
    const other = makePendingRoom({ uid: 'gpu-x', daemonSet: 'gpu/plugin', namespace: 'gpu', name: 'plugin-x' });
    const leaves = [{ uid: 'gpu-x', why: 'NeverFits' }] as const;
    draw({ room: { pending: [makePendingRoom(), other], plan: makeRoomPlan({ leaves, sets: [makeEvictionSet()] }) } });
    expect(plan()?.textContent).toContain('It does not help gpu/plugin, which asks for more than the whole node has.');
  });
});
