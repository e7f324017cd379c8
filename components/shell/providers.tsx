'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { FleetContext } from '#lib/browser/fleet-context.ts';
import { createFleetSource, startFollowing } from '#lib/browser/fleet-source.ts';
import type { Glance } from '#lib/browser/glance.ts';
import { createQueryClient } from '#lib/browser/query.ts';
import type { Locale } from '#lib/text/locale.ts';
import { createText } from '#lib/text/text.ts';
import { TextContext } from './text-context.ts';

type TextProps = { readonly locale: Locale; readonly children: ReactNode };

export function TextProvider({ locale, children }: TextProps) {
  const text = useMemo(() => createText(locale), [locale]);
  return <TextContext value={text}>{children}</TextContext>;
}

type Props = { readonly glance: Glance; readonly children: ReactNode };

/** The fleet as this window follows it: begun with what the server saw, and ended with the window. */
export function Providers({ glance, children }: Props) {
  const [source] = useState(() => createFleetSource(glance));
  const [queryClient] = useState(createQueryClient);
  useEffect(() => startFollowing(source, queryClient), [source, queryClient]);
  return (
    <NuqsAdapter>
      <QueryClientProvider client={queryClient}>
        <FleetContext value={source}>{children}</FleetContext>
      </QueryClientProvider>
    </NuqsAdapter>
  );
}
