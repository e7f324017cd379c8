import { describeOptions, type Environment, type OptionSpec, parseOptions, quote } from '#lib/server/options.ts';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { createText } from '#lib/text/text.ts';
import { makeVisible } from '#lib/text/visible.ts';
import type { Output } from './command-io.ts';
import { wrap } from './display-width.ts';
import { BAD_INPUT } from './exit-code.ts';
import { readTerminal, type Terminal } from './terminal.ts';

const FORMATS = ['text', 'json'] as const;

const OPTIONS: readonly OptionSpec[] = [
  { name: 'output', short: 'o', kind: 'value', placeholder: FORMATS.join('|'), help: 'how to say it (text)' },
];

const SCENARIOS_HELP = `List what --simulate knows: simulated clusters, and what becomes of each.

  rollcall scenarios [FLAGS]

${describeOptions(OPTIONS)}
  rollcall serve --simulate=SCENARIO     live, in the browser
  rollcall status --simulate=SCENARIO    its end, in the terminal
`;

type Io = { readonly stdout: Output; readonly stderr: Output; readonly env: Environment };

/** Names and descriptions; the result is the exit code. */
export async function runScenarios(argv: readonly string[], { stdout, stderr, env }: Io): Promise<number> {
  const refuse = (sentence: string): number => {
    stderr.write(`rollcall: ${makeVisible(sentence)}\n`);
    return BAD_INPUT;
  };
  const parsed = parseOptions(OPTIONS, argv, env);
  if (!parsed.ok) return refuse(parsed.error);
  if (parsed.value.help) {
    stdout.write(SCENARIOS_HELP);
    return 0;
  }
  const [stray] = parsed.value.positionals;
  if (stray !== undefined) return refuse(`scenarios takes flags alone, and got ${quote(stray)}`);
  const said = parsed.value.said.get('output');
  const format = said?.values[0] ?? 'text';
  if (!FORMATS.some((each) => each === format))
    return refuse(`${said?.label} ${quote(format)} is not one of ${FORMATS.join(', ')}`);
  const listed = SCENARIOS.map(({ name, description }) => ({ name, description }));
  stdout.write(
    format === 'json' ? `${JSON.stringify(listed, undefined, 2)}\n` : table(listed, readTerminal(stdout, env)),
  );
  return 0;
}

/** Descriptions beside the names, folded where the terminal ends. */
function table(
  scenarios: readonly { readonly name: string; readonly description: string }[],
  { columns, locale }: Terminal,
): string {
  const { describeScenario } = createText(locale);
  const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(20, columns - width);
  return scenarios
    .flatMap(({ name, description }) =>
      wrap(describeScenario({ scenario: name, description }).sentence, room).map(
        (line, at) => `${(at === 0 ? name : '').padEnd(width)}${line}\n`,
      ),
    )
    .join('');
}
