import { type ConnectionFailure, describeFailure } from '#lib/kubernetes/connection-failure.ts';
import type { Source } from './config.ts';
import { environmentName } from './options.ts';

/** One sentence that names the flag or the variable, where one of them said what is wrong. */
export function describeSourceFailure(failure: ConnectionFailure, source: Source, argv: readonly string[]): string {
  const option = optionOf(failure, source);
  const sentence = describeFailure(failure);
  if (option === undefined) return sentence;
  const flag = `--${option}`;
  const isFlag = argv.some((word) => word === flag || word.startsWith(`${flag}=`));
  return `${isFlag ? flag : environmentName(option)}: ${sentence}`;
}

const ABOUT_FILES: readonly ConnectionFailure['kind'][] = [
  'NoSuchFile',
  'UnreadableFile',
  'MalformedFile',
  'NoObjects',
  'MalformedKubeconfig',
];
const ABOUT_CONTEXT: readonly ConnectionFailure['kind'][] = ['UnknownContext', 'IncompleteContext'];

function optionOf({ kind }: ConnectionFailure, source: Source): string | undefined {
  if (kind === 'MalformedSelector') return 'ignore-nodes';
  if (source.kind === 'Files') return ABOUT_FILES.includes(kind) ? 'from' : undefined;
  if (source.kind === 'Simulated') return undefined;
  if (ABOUT_FILES.includes(kind) && source.kubeconfig !== undefined) return 'kubeconfig';
  return ABOUT_CONTEXT.includes(kind) && source.context !== undefined ? 'context' : undefined;
}
