'use client';

import { Check, Copy, PenLine } from 'lucide-react';
import { useEffect, useState } from 'react';

type Props = {
  readonly line: string;
  readonly copyLabel: string;
  readonly copiedLabel: string;
  /** What whoever runs the line should know before. */
  readonly warning?: string;
};

const CONFIRMED_MILLIS = 2_000;

/** A flag in pieces reads as two: where there is little room, it goes to the next line whole. */
function Words({ line }: { readonly line: string }) {
  const [before = '', flag, ...rest] = line.split(/(--\w[\w-]*(?:=\S{1,24})?)/);
  if (flag === undefined) return before;
  return (
    <>
      {before}
      <span className="whitespace-nowrap">{flag}</span>
      <Words line={rest.join('')} />
    </>
  );
}

/** A line for the terminal, to be copied. Without the clipboard (plain http off localhost) it can still be selected. */
export function CopyLine({ line, copyLabel, copiedLabel, warning }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MILLIS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    void navigator.clipboard?.writeText(line).then(() => setCopied(true));
  };
  const Icon = copied ? Check : Copy;
  return (
    <div className="flex items-start gap-2 rounded-sm border border-line bg-sunken px-2 py-1">
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <code className="select-all break-words py-0.5 font-mono text-fg text-xs">
          <Words line={line} />
        </code>
        {warning === undefined ? null : (
          <span className="flex items-center gap-1 font-medium text-starved-fg text-xs">
            <PenLine aria-hidden="true" size={12} className="flex-none" />
            {warning}
          </span>
        )}
      </span>
      <button
        type="button"
        onClick={copy}
        aria-label={copied ? copiedLabel : copyLabel}
        className="flex-none rounded-sm p-1 text-muted-fg hover:text-fg"
      >
        <Icon aria-hidden="true" size={14} />
      </button>
    </div>
  );
}
