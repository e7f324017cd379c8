import { NodesPage } from '#components/nodes/nodes-page.tsx';
import { tallyNodes } from '#lib/browser/node-tally.ts';
import { nodesFacts } from '#lib/browser/nodes-facts.ts';
import { readFleet } from '#lib/server/runtime.ts';

/** The first words of a page do not wait longer for what is told of very many nodes: the browser asks again. */
const PATIENCE_MILLIS = 300;

export default async function Page() {
  const fleet = readFleet();
  if (fleet === undefined) return null;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MILLIS));
  // Rejected when the server is stopping; the sentence then says nothing of new nodes.
  const answer = await Promise.race([fleet.nodeList().catch(() => undefined), late]);
  const listings = answer?.kind === 'Found' ? new Map(answer.value.nodes.map((each) => [each.name, each])) : undefined;
  const [picture, heartbeat] = [fleet.picture(), fleet.heartbeat()];
  const now = picture.source.kind === 'Files' ? picture.source.asOf : heartbeat.now;
  return <NodesPage served={nodesFacts(picture, tallyNodes(picture), listings, now)} />;
}
