// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeListedPicture } from '#lib/testing/node-lists.ts';
import { inFleet, makeFleetSource, type PageMoment } from '#lib/testing/page.ts';
import { createText } from '#lib/text/text.ts';
import { Places } from './places.tsx';
import { TextContext } from './text-context.ts';

const { path } = vi.hoisted(() => ({ path: vi.fn(() => '/') }));
vi.mock('next/navigation', () => ({ usePathname: path }));
afterEach(cleanup);

const picture = makeListedPicture([
  { name: 'n-1', cells: { agent: 'starved', proxy: 'starved' } },
  { name: 'n-2', cells: { agent: 'failed', proxy: 'starved' } },
  { name: 'n-3', cells: { agent: 'ok', proxy: 'ok' } },
]);

function open(at: string, moment: PageMoment = {}): void {
  path.mockReturnValue(at);
  render(
    inFleet(makeFleetSource({ picture, ...moment }), <TextContext value={createText('en')}>{<Places />}</TextContext>),
  );
}
const links = () =>
  screen
    .getAllByRole('link')
    .map((link) => [link.textContent, link.getAttribute('href'), link.getAttribute('aria-current')] as const);

describe('[5.1] where one can go', () => {
  test('the places that exist; beside the starved nodes stands how many nodes those are', () => {
    open('/');
    expect(links()).toStrictEqual([
      ['Fleet', '/', 'page'],
      ['Starved2', '/starved', null],
      ['Nodes', '/nodes', null],
    ]);
  });

  test.for([
    { at: '/nodes', current: ['Nodes', 'page'] },
    { at: '/nodes/n-1', current: ['Nodes', 'true'] },
    { at: '/starved', current: ['Starved2', 'page'] },
    { at: '/daemonsets/default/agent', current: ['Fleet', 'true'] },
    { at: '/nothing', current: undefined },
  ])('at $at', ({ at, current }) => {
    open(at);
    const found = links().filter(([, , isCurrent]) => isCurrent !== null);
    expect(found.map(([name, , isCurrent]) => [name, isCurrent])).toStrictEqual(current === undefined ? [] : [current]);
  });

  test('before the snapshot is here the number is that of the server', () => {
    open('/', { state: { picture: undefined } });
    expect(screen.getByRole('link', { name: 'Starved 2' })).toBeTruthy();
  });

  test('[P3] of data that is too old nothing is counted', () => {
    open('/', { ageMillis: 31_000 });
    expect(screen.getByRole('link', { name: 'Starved' })).toBeTruthy();
  });
});
