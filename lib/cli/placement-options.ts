import { failure, type Result, success } from '#lib/base/result.ts';
import { readSource, type Source } from '#lib/server/config.ts';
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

export type PlacementRequest = {
  /** Always the whole cluster: room is taken by pods of all namespaces. */
  readonly source: Source;
  /** `-` is standard input. */
  readonly manifests: readonly string[];
  /** Where a manifest goes that names no namespace; undefined: where the kubeconfig says, else `default`. */
  readonly namespace: string | undefined;
  readonly format: Format;
  readonly cells: boolean;
  readonly ignoreNodes: string | undefined;
  readonly timeoutMillis: number;
};
export type PlacementAnswer = { readonly kind: 'Run'; readonly request: PlacementRequest } | { readonly kind: 'Help' };

const PLACEMENT_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'filename',
    short: 'f',
    kind: 'list',
    placeholder: 'FILE',
    help: 'manifest with one DaemonSet or several, YAML or JSON; repeat for more; - is standard input',
  },
  ...sharedOption('from'),
  ...sharedOption('now'),
  ...sharedOption('simulate'),
  OUTPUT_OPTION,
  { name: 'cells', kind: 'switch', help: 'every node, and why' },
  ...sharedOption('kubeconfig'),
  ...sharedOption('context'),
  {
    name: 'namespace',
    short: 'n',
    kind: 'value',
    placeholder: 'NAME',
    help: 'where a manifest goes that names none (that of the context)',
  },
  ...sharedOption('ignore-nodes'),
  ...sharedOption('insecure-skip-tls-verify'),
  { name: 'timeout', kind: 'value', placeholder: 'TIME', help: 'how long the cluster may take to be read (30s)' },
];

export const PLACEMENT_HELP = `Say where a DaemonSet would run, and whether it would fit, before it is applied.

  rollcall placement -f FILE [FLAGS]

${describeOptions(PLACEMENT_OPTIONS)}
Tells what the API server would refuse, with path and line; node by node whether the DaemonSet is wanted, and why not,
whether a pod of it has room, and how much is short; and what differs from the DaemonSet of that name that runs.
Nothing is applied: the cluster is only read, all namespaces of it, since pods of any take room.

Exit code, of several DaemonSets the worst: 0 all wanted nodes have room; 1 some have not, or the API server would
refuse the DaemonSet or its pods. 4: bad input or no connection, said in one sentence.
`;

export type PlacementOptionsInput = { readonly argv: readonly string[]; readonly environment: Environment };

/** The error is one sentence that names the flag and the value. */
export function readPlacementOptions({ argv, environment }: PlacementOptionsInput): Result<PlacementAnswer, string> {
  const parsed = parseOptions(PLACEMENT_OPTIONS, argv, forPlacement(environment));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return success({ kind: 'Help' });
  try {
    return success({ kind: 'Run', request: buildRequest(parsed.value) });
  } catch (error) {
    if (error instanceof Fault) return failure(error.message);
    throw error;
  }
}

/** ROLLCALL_NAMESPACE says which namespaces are read, which is another matter here; and a manifest is named by a flag. */
function forPlacement(environment: Environment): Environment {
  const { ROLLCALL_NAMESPACE: _read, ROLLCALL_FILENAME: _named, ...rest } = environment;
  return rest;
}

function buildRequest(parsed: ParsedOptions): PlacementRequest {
  const read = createReader(parsed);
  const [stray] = parsed.positionals;
  if (stray !== undefined) throw new Fault(`placement takes flags alone, and got ${quote(stray)}${strayFile(read)}`);
  const manifests = readManifests(read);
  const source = readSource(createReader(withoutNamespace(parsed)));
  if (source.kind === 'Files' && source.files.includes('-') && manifests.includes('-'))
    throw new Fault('--filename - and --from - contradict each other: there is one standard input');
  if (source.kind === 'Files' && read.isFlag('timeout'))
    throw new Fault('--timeout is about a cluster, and --from reads files instead of one');
  return {
    source,
    manifests,
    namespace: read.namespaces('namespace')[0],
    format: read.oneOf('output', FORMATS) ?? 'text',
    cells: read.isOn('cells'),
    ignoreNodes: read.text('ignore-nodes'),
    timeoutMillis: read.duration('timeout', 1_000) ?? READ_TIMEOUT_MILLIS,
  };
}

/** `-f a.yaml b.yaml` is easily written. */
function strayFile(read: Reader): string {
  return read.isFlag('filename') ? '; a second manifest needs a -f of its own' : '';
}

function readManifests(read: Reader): readonly string[] {
  const manifests = read.list('filename');
  if (manifests.length === 0) throw new Fault('placement needs a manifest: -f FILE, or -f - for standard input');
  const twice = manifests.find((file, index) => manifests.indexOf(file) !== index);
  if (twice !== undefined) throw new Fault(`--filename ${quote(twice)} is there twice`);
  return manifests;
}

/** To other commands it says what is read of the cluster. */
function withoutNamespace(parsed: ParsedOptions): ParsedOptions {
  return { ...parsed, said: new Map([...parsed.said].filter(([name]) => name !== 'namespace')) };
}
