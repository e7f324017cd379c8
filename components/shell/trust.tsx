'use client';

import type { ReactNode } from 'react';
import {
  freshnessAt,
  useFleet,
  useFleetAt,
  useFleetSource,
  useIsUntrusted,
  useSimulated,
} from '#lib/browser/fleet-context.ts';
import type { Freshness } from '#lib/browser/freshness.ts';
import type { LinkCause } from '#lib/browser/link.ts';
import { formatTimeOfDay } from '#lib/browser/moment.ts';
import type { Text } from '#lib/text/text.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { useText } from './text-context.ts';

const SEPARATOR = '\u001f';

/** Everything below wears no status colour while the age of the data is beyond trust [P3]. */
export function Board({ children }: { readonly children: ReactNode }) {
  const isUntrusted = useIsUntrusted();
  return (
    <div data-stale={isUntrusted ? '' : undefined} className="contents">
      {children}
    </div>
  );
}

function sayLink(text: Text, cause: LinkCause): string {
  const values = 'status' in cause ? { status: `${cause.status}` } : {};
  return text.say(`screen.link.${cause.kind}`, values);
}

/** The oldest of the resources that something is wrong with, and what. */
function sayServerCause(text: Text, heartbeat: Heartbeat | undefined): string | undefined {
  const troubled = Object.entries(heartbeat?.perResource ?? {})
    .filter(([, { cause }]) => cause !== null && cause !== 'forbidden')
    .toSorted(([, left], [, right]) => (right.asOfAgeMs ?? 0) - (left.asOfAgeMs ?? 0));
  const [first] = troubled;
  return first === undefined ? undefined : text.describeReflectorCause(first[1].cause, first[1].note);
}

function sayTitle(text: Text, freshness: Freshness): string | undefined {
  switch (freshness.kind) {
    case 'Files':
      return freshness.lost ? text.say('screen.link.ServerUnreachable') : undefined;
    case 'Loading':
    case 'Live':
      return undefined;
    case 'Lagging':
      return freshness.lost === undefined
        ? text.say('screen.lagging.title', { age: text.duration(freshness.ageMillis) })
        : undefined;
    case 'Stale':
      return text.say('screen.stale.title', { age: text.duration(freshness.ageMillis) });
    case 'Offline': {
      const time = formatTimeOfDay(freshness.since, text.locale);
      return freshness.ageMillis === 0
        ? text.say('screen.offline.unread', { time })
        : text.say('screen.offline.title', { time, age: text.duration(freshness.ageMillis) });
    }
  }
}

/** The sentences of the banner; empty while there is nothing to say. */
function sayTrust(text: Text, freshness: Freshness, heartbeat: Heartbeat | undefined): readonly string[] {
  const lost = freshness.kind === 'Lagging' || freshness.kind === 'Offline' ? freshness.lost : undefined;
  const isLate = freshness.kind === 'Lagging' || freshness.kind === 'Stale';
  const cause = lost === undefined ? (isLate ? sayServerCause(text, heartbeat) : undefined) : sayLink(text, lost);
  return [sayTitle(text, freshness), cause].filter((sentence) => sentence !== undefined);
}

function Reload() {
  const text = useText();
  return (
    <button type="button" onClick={() => location.reload()} className="ml-3 font-semibold underline">
      {text.say('screen.reload')}
    </button>
  );
}

/** The pages were built anew since this one was loaded. */
function UpdateNote() {
  const text = useText();
  const { glance } = useFleetSource();
  const loaded = glance.heartbeat?.build;
  const isOld = useFleet(
    ({ heartbeat }) => heartbeat !== undefined && loaded !== undefined && heartbeat.build !== loaded,
  );
  if (!isOld) return null;
  return (
    <p className="border-b bg-raised px-4 py-1.5 text-sm">
      {text.say('screen.updated')}
      <Reload />
    </p>
  );
}

/** What there is to say about the trust in this page: nothing, most of the time. */
export function TrustNotes() {
  return (
    <>
      <TrustBanner />
      <UpdateNote />
    </>
  );
}

/** Cause and seconds, when the data is late, stale, or the server is gone [reliability 14]. */
function TrustBanner() {
  const text = useText();
  const { glance } = useFleetSource();
  const kind = useFleetAt((state, tick) => freshnessAt(state, tick, glance).kind);
  const joined = useFleetAt((state, tick) =>
    sayTrust(text, freshnessAt(state, tick, glance), state.heartbeat).join(SEPARATOR),
  );
  const needsReload = useFleet(
    ({ link }) => link.kind === 'Lost' && (link.cause.kind === 'VersionChanged' || link.cause.kind === 'LoginNeeded'),
  );
  const isSimulated = useSimulated() !== undefined;
  if (joined === '') return null;
  const isLoud = kind === 'Stale' || kind === 'Offline';
  return (
    <div
      data-banner={kind}
      className={`border-b px-4 py-1.5 text-sm ${isLoud ? 'border-fg bg-fg text-bg' : 'border-line bg-raised text-fg'}`}
    >
      <p>
        {text.paragraph(joined.split(SEPARATOR))}
        {needsReload ? <Reload /> : null}
      </p>
      {/* The seconds above would be read out one by one; only that trust has ended is announced [A4]. */}
      {isLoud ? <p role="alert">{text.say('screen.stale.consequence')}</p> : null}
      {kind === 'Offline' && !isSimulated && isLoopback() ? (
        <div className="mt-1 flex max-w-2xl flex-col gap-1">
          <p>{text.say('screen.offline.portForward')}</p>
          <CopyLine
            line={`kubectl port-forward --namespace rollcall service/rollcall ${location.port || '8470'}:8470`}
            copyLabel={text.say('screen.copy')}
            copiedLabel={text.say('screen.copied')}
          />
        </div>
      ) : null}
    </div>
  );
}

function isLoopback(): boolean {
  return typeof location !== 'undefined' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname);
}
