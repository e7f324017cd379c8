/** Builds all that the tests need of Go, so that a cold build shows its progress here and not in a test that waits for it. */
import { controlPlaneBinaries } from './binaries.ts';
import { buildOracle } from './oracle.ts';

const progress = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  const { kubectl } = await controlPlaneBinaries(progress);
  await buildOracle(progress);
  progress(`the control plane is built (kubectl is ${kubectl}), and so is the oracle`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
