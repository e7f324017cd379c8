import { createIntl, createIntlCache } from '@formatjs/intl';
import { formatAge } from './age.ts';
import { CATALOGUES, type MessageId } from './catalogue.ts';
import { formatDuration } from './duration.ts';
import type { Locale } from './locale.ts';
import { formatQuantity } from './quantity.ts';
import { makeVisible } from './visible.ts';

export type MessageValues = Readonly<Record<string, string | number>>;

/** One language: its messages, and its ways to write times and amounts. */
export type Speaker = {
  readonly locale: Locale;
  /** The message in this language; what is put into it may come from the cluster and is made visible first. */
  readonly say: (id: MessageId, values?: MessageValues) => string;
  /** Sentences in a row, as the language sets them. */
  readonly paragraph: (sentences: readonly string[]) => string;
  readonly duration: (millis: number) => string;
  readonly age: (millis: number) => string;
  readonly quantity: (resource: string, quantity: string) => string;
};

export type SpeakerOptions = {
  /** Called for a message that cannot be formatted; the screen shows its source rather than nothing. */
  readonly onError?: (error: Error) => void;
};

export function createSpeaker(locale: Locale, { onError = () => {} }: SpeakerOptions = {}): Speaker {
  const intl = createIntl({ locale, messages: CATALOGUES[locale], onError, onWarn: () => {} }, createIntlCache());
  const visible = (values: MessageValues) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? makeVisible(value) : value]),
    );
  return {
    locale,
    say: (id, values = {}) => intl.formatMessage({ id }, visible(values)),
    paragraph: (sentences) => sentences.join(locale === 'ja' ? '' : ' '),
    duration: (millis) => formatDuration(millis, locale),
    age: (millis) => formatAge(millis, locale),
    quantity: (resource, quantity) => formatQuantity(resource, quantity, locale),
  };
}
