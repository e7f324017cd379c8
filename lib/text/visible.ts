/*
 * Names and messages come from the cluster, and anybody may have written them: control characters that a terminal obeys,
 * marks that turn the direction of the text around, letters of no width, thousands of accents on one letter. What cannot
 * be seen is shown as its code point [reliability D8] [reliability D9].
 */

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const MANY_MARKS = /(\p{Mark}{3})\p{Mark}+/gu;

function codePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** The text as one line in which nothing is hidden; lone surrogates become U+FFFD. */
export function makeVisible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\v\f\r]+/g, ' ')
    .replace(INVISIBLE, codePoint)
    .replace(MANY_MARKS, '$1');
}
