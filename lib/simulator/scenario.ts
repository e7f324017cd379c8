import type { SimulatedCluster } from './cluster.ts';
import type { Settings } from './context.ts';

/** Something that happens in a story at a moment of its own. */
export type Step = {
  /** Seconds since the story began. */
  readonly atSeconds: number;
  /** What happens, as a sentence. */
  readonly what: string;
  readonly act: (cluster: SimulatedCluster) => void;
};

/** A cluster and what becomes of it. Told twice with the same seed, it is the same story. */
export type Scenario = {
  readonly name: string;
  /** One sentence for people. */
  readonly description: string;
  readonly seed: number;
  /**
   * How long everything had stood there, unchanged, when the story begins; it costs nothing. Steps and history are
   * counted from then on.
   */
  readonly standingSeconds?: number;
  /** Seconds that are lived before anybody looks: rollouts that are long over, a stall that has lasted for a while. */
  readonly historySeconds: number;
  /** Seconds from the beginning until all has happened that will happen. */
  readonly lengthSeconds: number;
  readonly settings?: Partial<Settings>;
  /** What is there at the very beginning. */
  readonly begin: (cluster: SimulatedCluster) => void;
  readonly script: readonly Step[];
};
