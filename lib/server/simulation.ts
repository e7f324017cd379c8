import { failure, type Result, success } from '#lib/base/result.ts';
import type { Simulation } from '#lib/simulator/simulation.ts';

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

/** Starts the embedded cluster; a scenario that there is not is one sentence that names all there are. */
export async function openSimulation(
  { scenario, label }: Pick<SimulatedSource, 'scenario' | 'label'>,
  options: OpenSimulationOptions,
): Promise<Result<Simulation, string>> {
  const { findScenario, SCENARIOS } = await import('#lib/simulator/scenarios.ts');
  if (findScenario(scenario) === undefined) {
    const names = SCENARIOS.map(({ name }) => name).join(', ');
    return failure(`${label}: there is no scenario ${JSON.stringify(scenario.slice(0, 80))}; there are ${names}`);
  }
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
