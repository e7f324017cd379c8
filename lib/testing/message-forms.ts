import { createIntl } from '@formatjs/intl';

type Element = {
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
  readonly type: number;
};

/** Numbers of the element types that the parser of ICU messages gives [@formatjs/icu-messageformat-parser]. */
const LITERAL = 0;
const POUND = 7;

function parse(message: string, locale: string): readonly Element[] {
  const { formatters } = createIntl({ locale, messages: {}, onError: () => {} });
  return formatters.getMessageFormat(message, locale).getAst();
}

function formsOf(elements: readonly Element[]): readonly string[] {
  return elements.reduce<readonly string[]>(
    (before, { type, value, options }) => {
      const here =
        options !== undefined
          ? Object.values(options).flatMap((option) => formsOf(option.value))
          : [type === LITERAL ? (value ?? '') : type === POUND ? '5' : 'x'];
      return before.flatMap((start) => here.map((end) => start + end));
    },
    [''],
  );
}

/** Every sentence that the message can become, with `x` for each value and 5 for each count. */
export function messageForms(message: string, locale: string): readonly string[] {
  return formsOf(parse(message, locale));
}

function namesIn(elements: readonly Element[]): readonly string[] {
  return elements.flatMap(({ type, value, options = {} }) => [
    ...(type === LITERAL || type === POUND ? [] : value === undefined ? [] : [value]),
    ...Object.values(options).flatMap((option) => namesIn(option.value)),
  ]);
}

/** The names of the values that the message takes, sorted. */
export function messageArguments(message: string, locale: string): readonly string[] {
  return [...new Set(namesIn(parse(message, locale)))].sort();
}
