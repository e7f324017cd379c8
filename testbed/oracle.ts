import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildGoModule, type GoModule, type Progress } from './binaries.ts';

/*
 * Random cases with the answers of Kubernetes' own functions (testbed/oracle, a Go program). Objects are as the API
 * writes them, so that a test reads them through the product's projection.
 */

/** What encoding/json makes of a Kubernetes object. */
export type ApiObject = Readonly<Record<string, unknown>>;

type Verdict = { readonly ShouldRun: boolean; readonly ShouldContinueRunning: boolean };

export type OracleToleration = {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
};

export type EligibilityCase = {
  readonly Kind: 'Eligibility';
  readonly Node: ApiObject;
  readonly DaemonSet: ApiObject;
  readonly Verdict: Verdict;
  readonly WithoutConditions: Verdict;
  readonly NodeSelectorMatches: boolean;
  readonly AffinityMatches: boolean;
  readonly Taints: readonly { readonly Tolerated: boolean; readonly ToleratedWithComparison: boolean }[] | null;
  readonly Tolerations: readonly OracleToleration[];
};

export type SelectorCase = {
  readonly Kind: 'Selector';
  readonly Selector: ApiObject;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Valid: boolean;
  readonly Matches: boolean;
};

export type TargetCase = { readonly Kind: 'Target'; readonly Pod: ApiObject; readonly Target: string };

export type QuantityCase = {
  readonly Kind: 'Quantity';
  readonly Text: string;
  readonly Nanos: string;
  readonly Milli: string;
  readonly Unit: string;
};

export type RequestsCase = {
  readonly Kind: 'Requests';
  readonly Pod?: ApiObject;
  readonly DaemonSet?: ApiObject;
  readonly Requests: Readonly<Record<string, string>>;
};

export type FitCase = {
  readonly Kind: 'Fit';
  readonly Node: ApiObject;
  readonly Pods: readonly ApiObject[] | null;
  readonly Pod?: ApiObject;
  readonly DaemonSet?: ApiObject;
  readonly Shortages:
    | readonly {
        readonly Resource: string;
        readonly Requested: string;
        readonly Free: string;
        readonly Allocatable: string;
      }[]
    | null;
  readonly Conflicts:
    | readonly {
        readonly Port: number;
        readonly Protocol: string;
        readonly HostIP: string;
        readonly Holder: string;
      }[]
    | null;
  readonly PortsFit: boolean;
};

export type OracleCases = {
  readonly eligibility: EligibilityCase;
  readonly selectors: SelectorCase;
  readonly targets: TargetCase;
  readonly quantities: QuantityCase;
  readonly requests: RequestsCase;
  readonly fit: FitCase;
};

const ORACLE: GoModule = {
  name: 'oracle',
  directory: fileURLToPath(new URL('oracle', import.meta.url)),
  binaries: { oracle: '.' },
  ldflags: '',
};

/** Builds the oracle, once per change of it, and gives its path. */
export async function buildOracle(progress?: Progress): Promise<string> {
  return join(await buildGoModule(ORACLE, progress), 'oracle');
}

/** Asks the oracle for cases of one kind; the same seed gives the same cases. They come one by one: together they are large. */
export async function* askOracle<Kind extends keyof OracleCases>(
  oracle: string,
  kind: Kind,
  { seed, count }: { readonly seed: number; readonly count: number },
): AsyncGenerator<OracleCases[Kind]> {
  const child = spawn(oracle, [`-seed=${seed}`, `-${kind}=${count}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const parsed: OracleCases[Kind] = JSON.parse(line);
      yield parsed;
    }
    const code = await ended;
    if (code !== 0) throw new Error(`the oracle ended with ${code}`);
  } finally {
    child.kill();
  }
}

/** ROLLCALL_ORACLE_SEED, to see a reported difference again; otherwise a new one, so that every run tries other cases. */
export function oracleSeed(): number {
  const given = process.env['ROLLCALL_ORACLE_SEED'];
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}
