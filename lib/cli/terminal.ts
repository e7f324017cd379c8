import { DEFAULT_LOCALE, isLocale, type Locale } from '#lib/text/locale.ts';

/** How text is set for whoever reads it. */
export type Terminal = {
  /** Undefined where nobody's screen is at the other end: lines are as long as they are. */
  readonly columns: number | undefined;
  /** Undefined likewise. */
  readonly rows: number | undefined;
  readonly colour: boolean;
  readonly locale: Locale;
};

/** The terminal's own sixteen colours, so that its theme holds. "OK" is a quiet blue, never green [experience 3]. */
const CODES = {
  plain: '',
  strong: '1',
  muted: '2',
  failed: '31',
  starved: '33',
  rolling: '36',
  ok: '34',
} as const;
export type Style = keyof typeof CODES;

export function paint(text: string, style: Style, { colour }: Terminal): string {
  const code = CODES[style];
  return colour && code !== '' && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Output = { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** A terminal that does not know its size says 0. */
function sizeOf(size: number | undefined): number | undefined {
  return size !== undefined && size > 0 ? size : undefined;
}

/** The language of the terminal's messages, as POSIX finds it. */
function localeOf({ LC_ALL, LC_MESSAGES, LANG }: Environment): Locale {
  const name = [LC_ALL, LC_MESSAGES, LANG].find((each) => each !== undefined && each !== '') ?? '';
  const language = name.split(/[_.@]/)[0] ?? '';
  return isLocale(language) ? language : DEFAULT_LOCALE;
}

/** Colour only for a screen, and never where NO_COLOR is set to anything (no-color.org). */
export function readTerminal(output: Output, environment: Environment): Terminal {
  const isScreen = output.isTTY === true;
  const { NO_COLOR, TERM } = environment;
  const plain = (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb';
  return {
    columns: isScreen ? sizeOf(output.columns) : undefined,
    rows: isScreen ? sizeOf(output.rows) : undefined,
    colour: isScreen && !plain,
    locale: localeOf(environment),
  };
}
