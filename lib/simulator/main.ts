import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { kubeconfigFor } from './kubeconfig.ts';
import type { Scenario } from './scenario.ts';
import { findScenario, SCENARIOS } from './scenarios.ts';
import { MOMENTS, type Moment, serveStory } from './served-story.ts';

/** `npm run simulator`: the API server of a simulated cluster alone, until Ctrl-C. Standard output is a kubeconfig. */

const BAD_INPUT = 4;

const HELP = `The API server of a simulated cluster on 127.0.0.1, until Ctrl-C. Prints a kubeconfig.

  npm run -s simulator -- [FLAGS] > kubeconfig

  --scenario NAME      the story that is told (tour)
  --port PORT          port of the API server; 0 takes a free one (0)
  --at history|end     where the story is when it is served: where people come in, or all of it lived (history)
  --token TOKEN        the bearer token of the kubeconfig's user (a random one)
  --list               the scenarios
  --help               this text

It can be read by kubectl, by Rollcall and by whatever lists and watches. Nothing can be written to it: what happens is
its story.
`;

type Flags = { readonly scenario: Scenario; readonly port: number; readonly at: Moment; readonly token: string };

function listScenarios(): string {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  return SCENARIOS.map(({ name, description }) => `${name.padEnd(width)}  ${description}\n`).join('');
}

/** Throws one sentence that names the flag and the value. */
function readFlags(args: readonly string[]): Flags | 'help' | 'list' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', default: 'tour' },
      port: { type: 'string', default: '0' },
      at: { type: 'string', default: 'history' },
      token: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.list) return 'list';
  const scenario = findScenario(values.scenario);
  if (scenario === undefined) {
    const names = SCENARIOS.map(({ name }) => name).join(', ');
    throw new Error(`--scenario=${values.scenario}: there is no such scenario; there are ${names}`);
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port=${values.port}: a whole number from 0 to 65535 is needed`);
  }
  const at = MOMENTS.find((moment) => moment === values.at);
  if (at === undefined) throw new Error(`--at=${values.at}: only ${MOMENTS.join(' and ')} are known`);
  const { token = randomUUID() } = values;
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('--token: letters, digits and signs without spaces are needed');
  return { scenario, port, at, token };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What the system says of a port that cannot be had names no flag. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('port' in error && 'code' in error && typeof error.port === 'number' && typeof error.code === 'string'))
    return error.message;
  if (error.code === 'EADDRINUSE')
    return `--port ${error.port} is in use on 127.0.0.1; choose another, or 0 for a free one`;
  return `--port ${error.port} cannot be opened on 127.0.0.1: ${error.code}`;
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === 'help' || flags === 'list') {
    process.stdout.write(flags === 'help' ? HELP : listScenarios());
    process.exit(0);
  }
  const { scenario, port, at, token } = flags;
  say(`${scenario.name}: ${scenario.description}`);
  const { server } = await serveStory({ scenario, until: at, token, anonymous: true, port, onProgress: say });
  say(`The API server of the simulated cluster is ready: ${server.url}`);
  process.stdout.write(kubeconfigFor(server.url, token));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
main().catch((error: unknown) => {
  say(`simulator: ${sentenceOf(error)}`);
  process.exit(BAD_INPUT);
});
