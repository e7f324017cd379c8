/** A stable word for what a text of Kubernetes or of a container runtime says. */
export type Wording = readonly [word: string, pattern: RegExp];

/** The word of the first that matches. */
export function firstMatch(wordings: readonly Wording[], text: string): string | undefined {
  return wordings.find(([, pattern]) => pattern.test(text))?.[0];
}
