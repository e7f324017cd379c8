/** So much of a text from the cluster stands in a sentence; the whole of it is in the evidence. */
const LONGEST = 300;

/** The beginning of a text, with three dots where it was cut; never half a character. */
export function cut(text: string, longest = LONGEST): string {
  const trimmed = text.trim();
  if (trimmed.length <= longest) return trimmed;
  return `${Array.from(trimmed).slice(0, longest).join('').trimEnd()}...`;
}
