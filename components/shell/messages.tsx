'use client';

import Link from 'next/link';
import { useText } from './text-context.ts';

export function NothingHere() {
  const text = useText();
  return (
    <div className="flex flex-col items-start gap-3">
      <h1 className="font-semibold text-lg">{text.say('screen.notFound.title')}</h1>
      <p>{text.say('screen.notFound.body')}</p>
      <Link prefetch={false} href="/" className="text-accent underline">
        {text.say('screen.toFleet')}
      </Link>
    </div>
  );
}

export function PageFailed({ onRetry }: { readonly onRetry: () => void }) {
  const text = useText();
  return (
    <div className="flex flex-col items-start gap-3">
      <h1 className="font-semibold text-lg">{text.say('screen.error.title')}</h1>
      <p>{text.say('screen.error.body')}</p>
      <button type="button" onClick={onRetry} className="rounded-sm border border-line-strong px-3 py-1">
        {text.say('screen.error.retry')}
      </button>
    </div>
  );
}
