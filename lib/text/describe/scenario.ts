import { scenario as japanese } from '../ja/scenario.ts';
import type { Locale } from '../locale.ts';

export type ScenarioFacts = {
  readonly scenario: string;
  /** In English. */
  readonly description: string;
};

/** What happens in a story, and the language that this is said in: of a story of a later server there is English alone. */
export function describeScenario(
  locale: Locale,
  { scenario, description }: ScenarioFacts,
): { readonly locale: Locale; readonly sentence: string } {
  const sentence = locale === 'ja' && Object.hasOwn(japanese, scenario) ? japanese[scenario] : undefined;
  return sentence === undefined ? { locale: 'en', sentence: description } : { locale, sentence };
}
