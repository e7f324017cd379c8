export const LOCALES = ['en', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = 'en';

export function isLocale(text: string): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/** The language for an Accept-Language header: the first we have, in the order that its q values give. */
export function negotiateLocale(acceptLanguage: string | undefined): Locale {
  const wishes = (acceptLanguage ?? '').split(',').map((part, index) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters
      .map((each) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1])
      .find((each) => each !== undefined);
    return { language: tag.trim().split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q), index };
  });
  wishes.sort((left, right) => right.weight - left.weight || left.index - right.index);
  const wish = wishes.find(({ language, weight }) => weight > 0 && isLocale(language));
  return wish !== undefined && isLocale(wish.language) ? wish.language : DEFAULT_LOCALE;
}
