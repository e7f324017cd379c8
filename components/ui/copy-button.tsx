'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

type Props = {
  /** What is copied. */
  readonly content: string;
  readonly label: string;
  readonly copiedLabel: string;
  /** What is said over the field that stands in where there is no clipboard. */
  readonly byHand: string;
};

const CONFIRMED_MILLIS = 2_000;

/** Copies many lines at once. Without the clipboard (plain http off localhost) they are laid out to be copied by hand. */
export function CopyButton({ content, label, copiedLabel, byHand }: Props) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (outcome !== 'copied') return undefined;
    const timer = setTimeout(() => setOutcome(undefined), CONFIRMED_MILLIS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    // In an insecure context there is no clipboard at all, whatever its type says.
    const { clipboard }: { readonly clipboard?: Clipboard } = navigator;
    if (clipboard === undefined) setOutcome('refused');
    else
      void clipboard.writeText(content).then(
        () => setOutcome('copied'),
        () => setOutcome('refused'),
      );
  };
  const Icon = outcome === 'copied' ? Check : Copy;
  return (
    <>
      <button
        type="button"
        onClick={copy}
        className="inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm border border-line-strong px-2 py-0.5 text-xs hover:bg-raised"
      >
        <Icon aria-hidden="true" size={12} className="flex-none" />
        <span aria-live="polite">{outcome === 'copied' ? copiedLabel : label}</span>
      </button>
      {outcome === 'refused' ? (
        <label className="flex w-full max-w-prose flex-col gap-1 text-xs">
          {byHand}
          <textarea
            readOnly
            rows={4}
            value={content}
            onFocus={({ target }) => target.select()}
            className="rounded-sm border border-line bg-sunken p-1 font-mono"
          />
        </label>
      ) : null}
    </>
  );
}
