// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test } from 'vitest';
import { inFleet, makeFleetSource } from '#lib/testing/page.ts';
import { makePicture } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { SimulatedChip } from './simulated-chip.tsx';
import { TextContext } from './text-context.ts';

afterEach(cleanup);

const SIMULATED = {
  kind: 'Cluster',
  simulated: { scenario: 'tour', description: 'Two nodes meet.' },
} as const satisfies Picture['source'];

function chip(source: Picture['source'], locale: 'en' | 'ja' = 'en') {
  const page = (
    <TextContext value={createText(locale)}>
      <SimulatedChip command="npm start --" />
    </TextContext>
  );
  return inFleet(makeFleetSource({ picture: makePicture({ source }) }), page);
}

test.for(['en', 'ja'] as const)('[7.3] %s: the label is a button that opens what explains it', (locale) => {
  render(chip(SIMULATED, locale));
  const button = screen.getByRole('button', { name: 'SIMULATED' });
  const details = document.getElementById(button.getAttribute('popovertarget') ?? '');
  expect(button.querySelector('[data-simulated=tour]')).not.toBeNull();
  expect(details?.getAttribute('popover')).toBe('auto');
  expect(details?.textContent).toContain('tour');
  expect([...document.querySelectorAll('code')].map((line) => line.textContent)).toStrictEqual([
    'npm start -- --kubeconfig=FILE',
    'npm start -- --context=NAME',
  ]);
});

test('[10.1] in Japanese the story is told in Japanese, where it is known', () => {
  const { container } = render(chip(SIMULATED, 'ja'));
  expect(
    [...container.querySelectorAll('[lang]')].map((each) => [each.getAttribute('lang'), each.textContent?.slice(0, 6)]),
  ).toStrictEqual([['ja', '48ノードを']]);
  cleanup();
  const simulated = { ...SIMULATED.simulated, scenario: 'of-a-later-server' };
  const later = render(chip({ ...SIMULATED, simulated }, 'ja')).container.querySelector('[lang]');
  expect([later?.getAttribute('lang'), later?.textContent]).toStrictEqual(['en', 'Two nodes meet.']);
});

test('[7.3] the server draws the label and its explanation, which need no script', () => {
  const html = renderToString(chip(SIMULATED));
  expect(html).toMatch(
    /<button type="button" popoverTarget="([^"]+)"[^>]*><span[^>]*>SIMULATED<\/span><\/button><div id="\1" popover="auto"/i,
  );
  expect(html).toContain('Two nodes meet.');
});

test.for([{ kind: 'Cluster' }, { kind: 'Files', asOf: 0 }] as const)('$kind has no label', (source) => {
  expect(render(chip(source)).container.innerHTML).toBe('');
});
