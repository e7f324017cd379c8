import { existsSync } from 'node:fs';
import { failure, type Result, success } from '#lib/base/result.ts';
import { isObjectName, type ObjectKey, objectKey, parseObjectKey } from '#lib/domain/keys.ts';
import { readSource, type Source, strayScenario } from '#lib/server/config.ts';
import { createReader, Fault, type Reader } from '#lib/server/option-reader.ts';
import {
  describeOptions,
  type Environment,
  type OptionSpec,
  type ParsedOptions,
  parseOptions,
  quote,
} from '#lib/server/options.ts';
import { FORMATS, type Format, OUTPUT_OPTION, READ_TIMEOUT_MILLIS, sharedOption } from './shared-options.ts';

/** `Once`: a look. `Watch`: look again until somebody ends it. `Wait`: until everything that was asked for is done. */
export type Manner = 'Once' | 'Watch' | 'Wait';

export type StatusRequest = {
  readonly source: Source;
  /** Undefined: the whole fleet. */
  readonly daemonSet: ObjectKey | undefined;
  readonly format: Format;
  readonly manner: Manner;
  readonly cells: boolean;
  readonly stallAfterMillis: number;
  readonly ignoreNodes: string | undefined;
  /** How long the cluster may take until everything was read once; of `Wait` how long it may take in all. */
  readonly timeoutMillis: number;
};
export type StatusAnswer = { readonly kind: 'Run'; readonly request: StatusRequest } | { readonly kind: 'Help' };

/** As long as Kubernetes gives a Deployment to make progress, and no pipeline should have to wait for ever. */
const WAIT_TIMEOUT_MILLIS = 600_000;
const STALL_AFTER_MILLIS = 600_000;

const STATUS_OPTIONS: readonly OptionSpec[] = [
  ...sharedOption('from'),
  ...sharedOption('now'),
  ...sharedOption('simulate'),
  OUTPUT_OPTION,
  { name: 'cells', kind: 'switch', help: 'every node of every DaemonSet that is shown, and why' },
  ...sharedOption('kubeconfig'),
  ...sharedOption('context'),
  ...sharedOption('namespace', { short: 'n' }),
  { name: 'all-namespaces', short: 'A', kind: 'switch', help: 'read all namespaces, whatever ROLLCALL_NAMESPACE says' },
  ...sharedOption('stall-after'),
  ...sharedOption('ignore-nodes'),
  ...sharedOption('insecure-skip-tls-verify'),
  { name: 'watch', short: 'w', kind: 'switch', help: 'look again and again, until Ctrl-C' },
  { name: 'wait', kind: 'switch', help: 'wait until every DaemonSet that is asked for is Complete or Idle' },
  {
    name: 'timeout',
    kind: 'value',
    placeholder: 'TIME',
    help: 'how long the cluster may take to be read (30s); with --wait, how long all of it may take (10m)',
  },
];

export const STATUS_HELP = `Say how every DaemonSet is, or one of them in full.

  rollcall status [NAMESPACE/NAME] [FLAGS]

${describeOptions(STATUS_OPTIONS)}
Text is at most a screenful, the worst first; one DaemonSet by name, --cells and -o json tell all.

--watch redraws the screen; into a pipe it prints a line for each change. --wait prints a line for each change (with
-o json to standard error), and at the end the status. It ends as soon as all is Complete or Idle, or what was asked for
is gone, and else when --timeout is over: a stalled rollout may be mended meanwhile, and under OnDelete, or with
leftovers, somebody may delete the pods. With --simulate both follow the story live, and not to its end at once.

Exit code, of --watch and --wait as of the last look: 1 something is Stalled, Blocked or Degraded; else 3 something
cannot be told; else 2 something is under way; else 0. 4: bad input or no connection, said in one sentence.
`;

export type StatusOptionsInput = {
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly fileExists?: (path: string) => boolean;
};

/** The error is one sentence that names the flag and the value. */
export function readStatusOptions({
  argv,
  environment,
  fileExists = existsSync,
}: StatusOptionsInput): Result<StatusAnswer, string> {
  const parsed = parseOptions(STATUS_OPTIONS, argv, environment);
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return success({ kind: 'Help' });
  try {
    return success({ kind: 'Run', request: buildRequest(withKeyAfterFiles(parsed.value, fileExists)) });
  } catch (error) {
    if (error instanceof Fault) return failure(error.message);
    throw error;
  }
}

/**
 * `--from` takes all words that follow, and `status --from dump.json logging/agent` is easily written: a last word that
 * is no file and reads NAMESPACE/NAME is the DaemonSet.
 */
function withKeyAfterFiles(parsed: ParsedOptions, fileExists: (path: string) => boolean): ParsedOptions {
  const from = parsed.said.get('from');
  const last = from?.values.at(-1);
  if (from === undefined || last === undefined || parsed.positionals.length > 0) return parsed;
  if (from.label !== '--from' || from.values.length < 2) return parsed;
  if (parseObjectKey(last) === undefined || fileExists(last)) return parsed;
  const files = { ...from, values: from.values.slice(0, -1) };
  return { ...parsed, said: new Map([...parsed.said, ['from', files]]), positionals: [last] };
}

function withoutNamespaces(parsed: ParsedOptions): ParsedOptions {
  if (!parsed.said.has('all-namespaces')) return parsed;
  if (parsed.said.get('namespace')?.label === '--namespace')
    throw new Fault('--namespace and --all-namespaces contradict each other');
  return { ...parsed, said: new Map([...parsed.said].filter(([name]) => name !== 'namespace')) };
}

function buildRequest(all: ParsedOptions): StatusRequest {
  const parsed = withoutNamespaces(all);
  const read = createReader(parsed);
  const source = readSource(read);
  const format = read.oneOf('output', FORMATS) ?? 'text';
  const manner = readManner(source, format, read);
  if (source.kind === 'Files' && read.isFlag('timeout'))
    throw new Fault('--timeout is about a cluster, and --from reads files instead of one');
  return {
    source,
    daemonSet: readKey(parsed.positionals, source, read),
    format,
    manner,
    cells: read.isOn('cells'),
    stallAfterMillis: read.duration('stall-after', 1_000) ?? STALL_AFTER_MILLIS,
    ignoreNodes: read.text('ignore-nodes'),
    timeoutMillis: read.duration('timeout', 1_000) ?? (manner === 'Wait' ? WAIT_TIMEOUT_MILLIS : READ_TIMEOUT_MILLIS),
  };
}

function readManner(source: Source, format: Format, read: Reader): Manner {
  const [watch, wait] = [read.isOn('watch'), read.isOn('wait')];
  if (watch && wait)
    throw new Fault(
      `${read.label('watch')} and ${read.label('wait')} contradict each other: only one of them ends by itself`,
    );
  if (!watch && !wait) return 'Once';
  const label = read.label(watch ? 'watch' : 'wait');
  if (source.kind === 'Files')
    throw new Fault(`${label} follows a cluster, and --from reads files, which do not change`);
  if (watch && format === 'json')
    throw new Fault(`${label} never ends, and -o json is one whole document: take --wait, or ask again and again`);
  return watch ? 'Watch' : 'Wait';
}

/** `NAMESPACE/NAME`; a name alone where one namespace is read. */
function readKey(words: readonly string[], source: Source, read: Reader): ObjectKey | undefined {
  const [word, second] = words;
  if (word === undefined) return undefined;
  if (second !== undefined) throw new Fault(`status takes one NAMESPACE/NAME, and got ${quote(second)} as well`);
  const namespaces = source.kind === 'Files' ? [] : source.namespaces;
  const [namespace] = namespaces;
  if (namespace !== undefined && namespaces.length === 1 && isObjectName(word))
    return objectKey({ namespace, name: word });
  const key = parseObjectKey(word);
  if (key === undefined)
    throw new Fault(`${quote(word)} is not NAMESPACE/NAME of a DaemonSet${strayScenario(read, word)}`);
  return objectKey(key);
}
