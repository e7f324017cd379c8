import { failure, type Result, success } from '#lib/base/result.ts';
import type { Simulation } from '#lib/simulator/simulation.ts';
import { quote } from './options.ts';

/** What --simulate asks for. */
export type SimulatedSource = {
  readonly kind: 'Simulated';
  readonly scenario: string;
  /** How it was said: `--simulate` or the variable. */
  readonly label: string;
  readonly namespaces: readonly string[];
  readonly probeIntervalMillis: number;
};

export type OpenSimulationOptions = {
  /** `history`: where people come in. `end`: the whole story has been lived. */
  readonly until: 'history' | 'end';
  readonly onProgress?: (sentence: string) => void;
  readonly onFault?: (error: Error) => void;
};

const PATIENCE_MILLIS = 2_000;

export const DEFAULT_SCENARIO = 'tour';

type Asked = Pick<SimulatedSource, 'scenario' | 'label'>;

/** One sentence that names all there are when the scenario is none of them; undefined when it is one. */
export async function scenarioFault({ scenario, label }: Asked): Promise<string | undefined> {
  const { findScenario, SCENARIOS } = await import('#lib/simulator/scenarios.ts');
  if (findScenario(scenario) !== undefined) return undefined;
  const names = SCENARIOS.map(({ name }) => name).join(', ');
  return `${label}: there is no scenario ${quote(scenario)}; there are ${names}`;
}

/** Starts the embedded cluster, or says in one sentence why it cannot. */
export async function openSimulation(
  { scenario, label }: Asked,
  options: OpenSimulationOptions,
): Promise<Result<Simulation, string>> {
  const fault = await scenarioFault({ scenario, label });
  if (fault !== undefined) return failure(fault);
  const { startSimulation } = await import('#lib/simulator/simulation.ts');
  const { onProgress = () => {} } = options;
  const startedAt = performance.now();
  return success(
    await startSimulation({
      scenario,
      ...options,
      // Most stories are there before anybody could read how far they are.
      onProgress: (sentence) => {
        if (performance.now() - startedAt > PATIENCE_MILLIS) onProgress(sentence);
      },
    }),
  );
}
