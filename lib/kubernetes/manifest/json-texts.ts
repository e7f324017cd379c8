/** A text of JSON and the line on which it begins. */
type JsonText = { readonly text: string; readonly line: number };

/**
 * The JSON texts that stand one behind the other in a file, which is what kubectl takes and YAML knows nothing of.
 * Undefined unless there are two or more: a single one is YAML as it is.
 */
export function jsonTexts(text: string): readonly JsonText[] | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const texts: JsonText[] = [];
  let begin = 0;
  let line = 1;
  for (const end of endsOf(text)) {
    const piece = text.slice(begin, end);
    const blank = /^\s*/.exec(piece)?.[0] ?? '';
    texts.push({ text: piece.slice(blank.length), line: line + newLines(blank) });
    line += newLines(piece);
    begin = end;
  }
  const rest = text.slice(begin).trim();
  if (rest !== '') return undefined;
  return texts.length > 1 ? texts : undefined;
}

function newLines(text: string): number {
  return text.split('\n').length - 1;
}

/** Where braces and brackets are all closed again; what does not begin with one of them ends the search. */
function* endsOf(text: string): Generator<number> {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') index = stringEnd(text, index);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (depth === 0 && character.trim() !== '') return;
    if (depth === 0 && (character === '}' || character === ']')) yield index + 1;
    if (depth < 0) return;
  }
}

function stringEnd(text: string, begin: number): number {
  for (let index = begin + 1; index < text.length; index += 1) {
    if (text.charAt(index) === '\\') index += 1;
    else if (text.charAt(index) === '"') return index;
  }
  return text.length;
}
