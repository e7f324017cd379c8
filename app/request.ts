import { cookies, headers } from 'next/headers';
import { chooseLocale, LOCALE_COOKIE, readTheme, THEME_COOKIE, type Theme } from '#lib/browser/preferences.ts';
import type { Locale } from '#lib/text/locale.ts';

/** The edge writes the query of the request here, since a layout is not told it. */
const QUERY_HEADER = 'x-rollcall-query';

export type Preferences = { readonly locale: Locale; readonly theme: Theme | undefined };

/** In which language and colours this request wants its page. */
export async function readPreferences(): Promise<Preferences> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return {
    locale: chooseLocale({
      parameter: new URLSearchParams(head.get(QUERY_HEADER) ?? '').get('lang'),
      cookie: jar.get(LOCALE_COOKIE)?.value,
      acceptLanguage: head.get('accept-language') ?? undefined,
    }),
    theme: readTheme(jar.get(THEME_COOKIE)?.value),
  };
}
