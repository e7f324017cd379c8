import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Failure, playwrightFailures, vitestFailures } from './failures.ts';

/** How a stage is counted: by its exit code as one check, or by the report that the runner writes. */
type Counting = 'exit code' | 'vitest' | 'playwright';

export type Stage = {
  readonly name: string;
  readonly command: readonly string[];
  readonly counting: Counting;
  readonly needsGo?: boolean;
};

export type Outcome = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly note?: string;
  readonly failures?: readonly Failure[];
};

type VitestReport = Parameters<typeof vitestFailures>[0] & {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
};
type PlaywrightReport = Parameters<typeof playwrightFailures>[0] & {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
};

export function hasGo(): boolean {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

function exitOf(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Counts what the runner reported; a runner that fails without a failed test in its report counts as one failure. */
function count(counting: Counting, exitCode: number, report: unknown): Outcome {
  if (counting === 'exit code') return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, note: 'the runner wrote no report' };
  const outcome =
    counting === 'vitest' ? countVitest(report as VitestReport) : countPlaywright(report as PlaywrightReport);
  if (outcome.passed + outcome.failed === 0) return { ...outcome, failed: 1, note: 'no test ran' };
  return exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1, note: `exit code ${exitCode}` } : outcome;
}

function countVitest(report: VitestReport): Outcome {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: vitestFailures(report),
  };
}

function countPlaywright({ stats, ...suites }: PlaywrightReport): Outcome {
  const failures = playwrightFailures(suites);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped, failures };
}

/** Runs one stage to its end. Without Go a stage that needs it is skipped and says so; with CI=true that is a failure. */
export async function runStage(stage: Stage): Promise<Outcome> {
  if (stage.needsGo === true && !hasGo()) {
    const note = 'needs Go (1.26 or newer) on the PATH to build the control plane, and there is none';
    return process.env['CI'] === 'true'
      ? { passed: 0, failed: 1, skipped: 0, note }
      : { passed: 0, failed: 0, skipped: 1, note };
  }
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  const report = join(folder, 'report.json');
  try {
    const extra =
      stage.counting === 'vitest' ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
    const exitCode = await exitOf([...stage.command, ...extra], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
    return count(stage.counting, exitCode, readReport(report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
