'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { LOCALE_COOKIE, preferenceCookie, THEME_COOKIE, THEMES, type Theme } from '#lib/browser/preferences.ts';
import type { Locale } from '#lib/text/locale.ts';
import { Choice, Select } from '../ui/choice.tsx';
import { useText } from './text-context.ts';

const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'ja', label: '日本語' },
] as const;

/** Says the same in the other language; the address keeps no `lang` that would win over the choice. */
export function LanguageSwitch() {
  const text = useText();
  const router = useRouter();
  const choose = (locale: Locale): void => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent on plain http
    document.cookie = preferenceCookie(LOCALE_COOKIE, locale);
    const url = new URL(location.href);
    if (url.searchParams.has('lang')) {
      url.searchParams.delete('lang');
      location.replace(url);
    } else {
      router.refresh();
    }
  };
  return <Choice label={text.say('screen.language')} value={text.locale} options={LANGUAGES} onChange={choose} />;
}

const CHOICES = ['system', ...THEMES] as const;

/** Light, dark, or as the system has it: `color-scheme` follows from one attribute. */
export function ThemeSwitch({ initial }: { readonly initial: Theme | undefined }) {
  const text = useText();
  const [theme, setTheme] = useState(initial);
  const choose = (choice: (typeof CHOICES)[number]): void => {
    const next = choice === 'system' ? undefined : choice;
    setTheme(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent on plain http
    document.cookie = preferenceCookie(THEME_COOKIE, next);
    if (next === undefined) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
  };
  return (
    <Select
      label={text.say('screen.theme')}
      hidesLabelWhenNarrow
      value={theme ?? 'system'}
      options={CHOICES.map((value) => ({ value, label: text.say(`screen.theme.${value}`) }))}
      onChange={choose}
    />
  );
}
