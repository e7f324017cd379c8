// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeHeartbeat } from '#lib/testing/fake-stream.ts';
import { inFleet, makeFleetSource, type PageMoment } from '#lib/testing/page.ts';
import { makePicture, makePictureDaemonSet } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import { FreshnessChip } from './freshness-chip.tsx';
import { KnowledgeNotes } from './knowledge-notes.tsx';
import { ReadingTrouble } from './reading-trouble.tsx';
import { DaemonSetStateBadge } from './state-badge.tsx';
import { TextContext } from './text-context.ts';
import { Board, TrustNotes } from './trust.tsx';

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    disconnect(): void {}
  },
);
afterEach(cleanup);

const KNOWN = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known' } as const;
const row = {
  state: 'retrying',
  cause: 'unreachable',
  note: 'connection refused',
  synced: true,
  asOfAgeMs: 14_000,
  lastEventAgeMs: null,
  objects: 0,
  expected: null,
  relists: 0,
};
const unreachable = { heartbeat: makeHeartbeat({ perResource: { pods: row } }) };

function open(moment: PageMoment): HTMLElement {
  const page = (
    <TextContext value={createText('en')}>
      <TrustNotes />
      <FreshnessChip />
      <Board>
        <ReadingTrouble />
        <KnowledgeNotes />
      </Board>
    </TextContext>
  );
  return render(inFleet(makeFleetSource(moment), page)).container;
}
function banner(container: HTMLElement): string | undefined {
  return container.querySelector('[data-banner]')?.textContent ?? undefined;
}

describe('[reliability 14] what the screen says of its age', () => {
  test('LIVE: the age, and nothing else', () => {
    const page = open({ ageMillis: 2_000 });
    expect(screen.getByRole('button').textContent).toBe('live · 2 s');
    expect([banner(page), page.querySelector('[data-stale]')]).toStrictEqual([undefined, null]);
  });

  test('LAGGING: highlighted, the cause named, the colours stay', () => {
    const page = open({ ageMillis: 14_000, state: unreachable });
    expect(screen.getByRole('button').textContent).toBe('lagging · 14 s');
    expect(banner(page)).toMatch(/^The data is 14 s old.*cannot be reached.*connection refused/);
    expect(page.querySelector('[data-stale]')).toBeNull();
  });

  test('STALE: cause and seconds, the board without colours, the end of trust announced once', () => {
    const page = open({ ageMillis: 42_000, state: unreachable });
    expect(screen.getByRole('button').dataset['freshness']).toBe('Stale');
    expect(banner(page)).toMatch(/^The data is 42 s old.*connection refused/);
    expect(page.querySelector('[data-stale]')).not.toBeNull();
    expect(screen.getByRole('alert').textContent).not.toMatch(/\d/);
  });

  test('OFFLINE: since when, and how to start port-forward again', () => {
    const link = { kind: 'Lost', cause: { kind: 'ServerUnreachable' }, sinceWall: 0 } as const;
    const page = open({ ageMillis: 42_000, state: { link } });
    expect(screen.getByText(/kubectl port-forward/, { selector: 'code' })).toBeDefined();
    expect(banner(page)).toMatch(/^Lost the server at .*42 s old/);
    expect(page.querySelector('[data-stale]')).not.toBeNull();
  });

  test('[7.3] OFFLINE, and simulated: there is no port-forward to start again', () => {
    const link = { kind: 'Lost', cause: { kind: 'ServerUnreachable' }, sinceWall: 0 } as const;
    const simulated = { scenario: 'tour', description: 'Two nodes meet.' };
    const picture = makePicture({ source: { kind: 'Cluster', simulated } });
    const page = open({ picture, ageMillis: 42_000, state: { link } });
    expect(banner(page)).toMatch(/^Lost the server at .*42 s old/);
    expect(screen.queryByText(/kubectl port-forward/, { selector: 'code' })).toBeNull();
  });

  test('a server that was lost a moment ago is said at once, and costs no colour yet', () => {
    const link = { kind: 'Lost', cause: { kind: 'ServerSilent' }, sinceWall: 0 } as const;
    const page = open({ ageMillis: 3_000, state: { link } });
    expect(screen.getByRole('button').textContent).toBe('reconnecting · 3 s');
    expect(banner(page)).toMatch(/said nothing for 20 s/);
    expect(page.querySelector('[data-stale]')).toBeNull();
  });

  test('files speak of their moment, however old, and never go stale', () => {
    const picture = makePicture({ source: { kind: 'Files', asOf: Date.UTC(2026, 0, 2, 3, 4, 5) } });
    const page = open({ picture, ageMillis: 9e9 });
    expect(screen.getByRole('button').textContent).toBe('as of 2026-01-02 03:04:05 UTC');
    expect([banner(page), page.querySelector('[data-stale]')]).toStrictEqual([undefined, null]);
  });

  test('a build that changed asks for a reload', () => {
    const source = makeFleetSource({});
    source.store.update({ heartbeat: makeHeartbeat({ build: 'build-2' }) });
    render(
      inFleet(
        source,
        <TextContext value={createText('en')}>
          <TrustNotes />
        </TextContext>,
      ),
    );
    expect(screen.getByRole('button', { name: 'Reload' })).toBeDefined();
  });
});

describe('[P3] [P10] a DaemonSet from stale data', () => {
  test.for(['Complete', 'Stalled'] as const)('is unknown; that it was %s stands behind', (state) => {
    render(
      <TextContext value={createText('en')}>
        <DaemonSetStateBadge state={state} isKept />
      </TextContext>,
    );
    expect(screen.getByText('Unknown')).toBeDefined();
    expect(screen.queryByText(state)).toBeNull();
    expect(screen.getByText(`was: ${state}`)).toBeDefined();
    expect([...document.querySelectorAll('svg')].map((svg) => svg.dataset['glyph'])).toStrictEqual(['question']);
  });
});

describe('[7.1] what may not be read', () => {
  test('costs a sentence each, with the rule that would grant it', () => {
    const picture = makePicture({
      knowledge: { ...KNOWN, events: 'Forbidden', nodes: 'Forbidden', namespaces: 'NotSynced' },
      daemonSets: [makePictureDaemonSet()],
    });
    open({ picture });
    const notes = screen.getAllByRole('listitem').map((item) => item.textContent ?? '');
    expect(notes.map((note) => /resources: \["(\w+)"\]/.exec(note)?.[1])).toStrictEqual(['events', 'nodes']);
  });

  test('what hinders the first reading is said under the sentence, once', () => {
    const unread = { ...row, synced: false };
    const heartbeat = makeHeartbeat({ asOfAgeMs: null, perResource: { pods: unread, daemonsets: unread } });
    const page = open({ state: { heartbeat, proof: undefined } });
    expect(page.textContent?.match(/connection refused/g)).toHaveLength(1);
  });
});
