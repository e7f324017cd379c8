import './globals.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { InsecureBanners } from '#components/shell/insecure-banners.tsx';
import { NoCluster, Starting } from '#components/shell/no-cluster.tsx';
import { Providers, TextProvider } from '#components/shell/providers.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Board } from '#components/shell/trust.tsx';
import { glanceOf } from '#lib/browser/glance.ts';
import { windowTitle } from '#lib/browser/window-title.ts';
import { readFleet, readRuntime } from '#lib/server/runtime.ts';
import { type Preferences, readPreferences } from './request.ts';

/** Every page carries a nonce and speaks of this moment: none is made ahead. */
export const dynamic = 'force-dynamic';

export const viewport: Viewport = { colorScheme: 'light dark' };

export function generateMetadata(): Metadata {
  const picture = readFleet()?.picture();
  const isSimulated = picture?.source.kind === 'Cluster' && picture.source.simulated !== undefined;
  return {
    title:
      picture === undefined ? 'Rollcall' : windowTitle(picture.daemonSets, picture.cluster.name, false, isSimulated),
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
  };
}

function Body({ preferences: { theme }, children }: { preferences: Preferences; children: ReactNode }) {
  const runtime = readRuntime();
  if (runtime === undefined) return <Starting />;
  if (runtime.source.kind === 'NoCluster') return <NoCluster tried={runtime.source.tried} command={runtime.command} />;
  const { fleet } = runtime.source;
  return (
    <Providers glance={glanceOf(fleet.picture(), fleet.heartbeat())}>
      <InsecureBanners noAuth={runtime.insecureNoAuth} skipTlsVerify={runtime.insecureSkipTlsVerify} />
      <TopBar theme={theme} command={runtime.command} />
      <Board>
        <main id="content" className="mx-auto max-w-[110rem] px-4 pt-4 pb-10">
          {children}
        </main>
      </Board>
    </Providers>
  );
}

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const preferences = await readPreferences();
  const { locale, theme } = preferences;
  return (
    <html lang={locale} {...(theme === undefined ? {} : { 'data-theme': theme })} suppressHydrationWarning>
      <body>
        <TextProvider locale={locale}>
          <Body preferences={preferences}>{children}</Body>
        </TextProvider>
      </body>
    </html>
  );
}
