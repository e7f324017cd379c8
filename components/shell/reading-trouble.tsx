'use client';

import { useFleetAt } from '#lib/browser/fleet-context.ts';
import { useText } from './text-context.ts';

const SEPARATOR = '\u001f';

/** What is in the way of the first reading; later the banner says what is in the way of the next one. */
export function ReadingTrouble() {
  const text = useText();
  const joined = useFleetAt(({ heartbeat }) => {
    const rows = Object.entries(heartbeat?.perResource ?? {});
    const sentences = rows.flatMap(([, { synced, cause, note }]) =>
      synced || cause === 'forbidden' ? [] : (text.describeReflectorCause(cause, note) ?? []),
    );
    return [...new Set(sentences)].join(SEPARATOR);
  });
  if (joined === '') return null;
  return <p className="border-line-strong border-l-2 pl-3 text-sm">{text.paragraph(joined.split(SEPARATOR))}</p>;
}
