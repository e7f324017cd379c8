import { StarvedPage } from '#components/starved/starved-page.tsx';
import { readFleet } from '#lib/server/runtime.ts';

/** The first words of a page do not wait longer for a report of very many nodes: the browser asks again. */
const PATIENCE_MILLIS = 500;

export default async function Page() {
  const fleet = readFleet();
  if (fleet === undefined) return null;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MILLIS));
  // Rejected when the server is stopping; the page then says what it knows without the report.
  const answer = await Promise.race([fleet.starved().catch(() => undefined), late]);
  return <StarvedPage initial={answer?.kind === 'Found' ? answer.value : undefined} />;
}
