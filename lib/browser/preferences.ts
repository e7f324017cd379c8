import { isLocale, type Locale, negotiateLocale } from '#lib/text/locale.ts';

/*
 * What a person chose once, in cookies, since the server draws the first paint with it. Behind port-forward all ports of
 * localhost share their cookies: hence the names, and a loss costs nothing.
 */

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const LOCALE_COOKIE = 'rollcall.lang';
export const THEME_COOKIE = 'rollcall.theme';
const YEAR_SECONDS = 31_536_000;

/** `undefined`: as the system has it. */
export function readTheme(cookie: string | undefined): Theme | undefined {
  return THEMES.find((theme) => theme === cookie);
}

export type LocaleSources = {
  readonly parameter: string | null | undefined;
  readonly cookie: string | undefined;
  readonly acceptLanguage: string | undefined;
};

/** `?lang`, then what was saved, then what the browser asks for [10.1]. */
export function chooseLocale({ parameter, cookie, acceptLanguage }: LocaleSources): Locale {
  const wish = [parameter, cookie].find((text) => text !== null && text !== undefined && isLocale(text));
  return wish !== null && wish !== undefined && isLocale(wish) ? wish : negotiateLocale(acceptLanguage);
}

/** The text of a `Set-Cookie` as `document.cookie` takes it; no value forgets it. */
export function preferenceCookie(name: string, value: string | undefined): string {
  const age = value === undefined ? 0 : YEAR_SECONDS;
  return `${name}=${value ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax`;
}
