import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CAUSE_CODES, CAUSE_NAMES, type CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import { commandsFor } from '#lib/domain/rollout/causes/commands.ts';
import { SAMPLE_DAEMON_SET, sampleFor } from '#lib/testing/cause-commands.ts';
import { CAUSE_NOW, DETAILS, makeCauseView } from '#lib/testing/cause-views.ts';
import { createText } from './text.ts';

const text = createText('en');
const document = readFileSync(new URL('../../docs/causes.md', import.meta.url), 'utf8');
const anchors = [...document.matchAll(/^<a id="(\w+)"><\/a>$/gm)].map(([, name = '']) => name);

/** From the anchor of a cause to the next one, or to the next family. */
function sectionOf(code: CauseCode): string {
  const [, after = ''] = document.split(`<a id="${CAUSE_NAMES[code]}"></a>\n`);
  return after.split(/^(?:<a id=|## )/m)[0] ?? '';
}

function adviceOf(code: CauseCode, detail?: string): string {
  const facts = detail === undefined ? {} : { detail };
  return text.describeCause(makeCauseView(code, { facts }), CAUSE_NOW).advice;
}

test('[TX4] docs/causes.md has one anchor for each cause, in the order in which they are looked for', () => {
  expect(anchors).toStrictEqual(CAUSE_CODES.map((code) => CAUSE_NAMES[code]));
});

test('every link within it leads somewhere', () => {
  const links = [...document.matchAll(/\]\(#(\w+)\)/g)].map(([, name = '']) => name);
  expect(links.length).toBeGreaterThanOrEqual(CAUSE_CODES.length);
  expect(links.filter((name) => !anchors.includes(name))).toStrictEqual([]);
});

describe.for(CAUSE_CODES)('%s', (code) => {
  const section = sectionOf(code);
  test('has its name, code and title, and says how it is recognised and how sure it is', () => {
    expect(section).toContain(`### ${CAUSE_NAMES[code]}\n\n\`${code}\` · ${text.nameCause(code)}\n\n`);
    expect(section).toMatch(/^- \*\*Recognised by:\*\* .*\.$/m);
    expect(section).toMatch(/^- \*\*How sure:\*\* (Certain|Most likely|Possible|As sure as).*\.$/m);
  });
  test('advises what Rollcall advises', () => {
    const details = (DETAILS[code] ?? []).map((detail) => adviceOf(code, detail));
    const missing = [adviceOf(code), ...details].filter((advice) => !section.includes(advice));
    expect(missing).toStrictEqual([]);
  });
  test('has the commands that Rollcall prints, and marks those that change something [CM1]', () => {
    const lines = section.split('\n').filter((line) => line.startsWith('  - `'));
    const printed = commandsFor(sampleFor(code), SAMPLE_DAEMON_SET).map(
      ({ command, changes }) => `  - \`${command}\`${changes ? ' (changes something)' : ''}`,
    );
    expect(lines.filter((line) => line.includes('kubectl'))).toStrictEqual(printed);
  });
});
