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

type Props = { readonly locale: Locale; readonly glance: Glance; readonly children: ReactNode };

export function Providers({ locale, glance, children }: Props) {
  const [source] = useState(() => createFleetSource(glance));
  const [queryClient] = useState(createQueryClient);
  const text = useMemo(() => createText(locale), [locale]);
  useEffect(() => startFollowing(source, queryClient), [source, queryClient]);
  return (
    <NuqsAdapter>
      <QueryClientProvider client={queryClient}>
        <FleetContext value={source}>
          <TextContext value={text}>{children}</TextContext>
        </FleetContext>
      </QueryClientProvider>
    </NuqsAdapter>
  );
}
