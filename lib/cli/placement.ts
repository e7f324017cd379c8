import { systemClock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { type OpenedSource, pictureSource } from '#lib/server/source.ts';
import { makeVisible } from '#lib/text/visible.ts';
import type { CommandIo } from './command-io.ts';
import { BAD_INPUT } from './exit-code.ts';
import { openRead } from './open-read.ts';
import { placementDocument } from './placement-document.ts';
import { countErrors, type PlacementInput } from './placement-input.ts';
import { type NamedManifest, readItems, readManifests } from './placement-manifests.ts';
import { PLACEMENT_HELP, type PlacementRequest, readPlacementOptions } from './placement-options.ts';
import { findNotes, judgeItem, setStage } from './placement-source.ts';
import { placementText } from './placement-text.ts';
import { readTerminal } from './terminal.ts';

const ALL_FIT = 0;
const NOT_ALL = 1;

/** Says where the DaemonSets of a manifest would run; the result is the exit code. */
export async function runPlacement(argv: readonly string[], io: CommandIo): Promise<number> {
  const read = readPlacementOptions({ argv, environment: io.env });
  if (!read.ok) return refuse(read.error, io);
  if (read.value.kind === 'Help') {
    io.stdout.write(PLACEMENT_HELP);
    return 0;
  }
  const { request } = read.value;
  // A manifest that cannot be read needs no cluster.
  const manifests = await readManifests(request.manifests, io);
  if (!manifests.ok) return refuse(manifests.error, io);
  const opened = await openRead({ ...request, until: 'end' }, argv, io);
  if (!opened.ok) return refuse(opened.error, io);
  try {
    const looked = await look(opened.value, manifests.value, request);
    if (!looked.ok) return refuse(looked.error, io);
    print(looked.value, request, io);
    return exitCodeOf(looked.value);
  } finally {
    await opened.value.source.stop();
  }
}

function refuse(sentence: string, { stderr }: CommandIo): number {
  stderr.write(`rollcall: ${makeVisible(sentence)}\n`);
  return BAD_INPUT;
}

async function look(
  opened: OpenedSource,
  manifests: readonly NamedManifest[],
  { namespace, cells }: PlacementRequest,
): Promise<Result<PlacementInput, string>> {
  const { source, simulated } = opened;
  const at = source.health().asOf ?? systemClock.now();
  const stage = setStage(source, at);
  if (!stage.ok) return stage;
  const read = await readItems(manifests, { asked: namespace, otherwise: source.defaultNamespace });
  if (!read.ok) return failure(read.error);
  return success({
    at,
    cluster: { name: source.name, version: source.version() ?? null },
    source: pictureSource(opened).kind,
    ...(simulated && { simulated }),
    items: read.value.map((item) => judgeItem(item, stage.value)),
    notes: findNotes(stage.value, read.value),
    cells,
  });
}

function print(input: PlacementInput, { format }: PlacementRequest, { stdout, env }: CommandIo): void {
  const text =
    format === 'json'
      ? `${JSON.stringify(placementDocument(input), undefined, 2)}\n`
      : placementText(input, readTerminal(stdout, env));
  stdout.write(text);
}

/** Of several DaemonSets the worst. */
function exitCodeOf({ items }: PlacementInput): number {
  return items.every((item) => countErrors(item) === 0 && item.report.blocked.length === 0) ? ALL_FIT : NOT_ALL;
}
