/**
 * Runs the whole suite, stage after stage, and closes with `N passed, N failed`. A failed stage does not keep the later
 * ones from running, unless they stand on it (without a build there is no server to test).
 *
 *   npm test                  everything that .ci/run runs
 *   npm test -- unit lint     only these stages
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, runStage, type Stage } from './stage.ts';

const STAGES: readonly Stage[] = [
  { name: 'typecheck', command: ['npm', 'run', '-s', 'typecheck'], counting: 'exit code' },
  { name: 'lint', command: ['npm', 'run', '-s', 'lint'], counting: 'exit code' },
  { name: 'knip', command: ['npm', 'run', '-s', 'knip'], counting: 'exit code' },
  { name: 'unit', command: ['npx', 'vitest', 'run', '-c', 'tools/vitest.config.ts'], counting: 'vitest' },
  { name: 'build', command: ['npm', 'run', '-s', 'build'], counting: 'exit code' },
  { name: 'server', command: ['npx', 'vitest', 'run', '-c', 'tools/vitest.server.config.ts'], counting: 'vitest' },
  { name: 'binaries', command: ['node', 'testbed/build.ts'], counting: 'exit code', needsGo: true },
  {
    name: 'control-plane',
    command: ['npx', 'vitest', 'run', '-c', 'tools/vitest.control-plane.config.ts'],
    counting: 'vitest',
    needsGo: true,
  },
  {
    name: 'browser',
    command: ['npx', 'playwright', 'test', '-c', 'e2e/playwright.config.ts'],
    counting: 'playwright',
    needsGo: true,
  },
  // Judges what the two stages before it made Rollcall ask of real API servers.
  { name: 'audit', command: ['node', 'testbed/audit-check.ts'], counting: 'exit code', needsGo: true },
  { name: 'fresh-clone', command: ['node', 'tools/fresh-clone.ts'], counting: 'exit code' },
];

function chosenStages(names: readonly string[]): readonly Stage[] | string {
  const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown !== undefined) return `unknown stage ${unknown}; there are ${STAGES.map(({ name }) => name).join(', ')}`;
  return names.length === 0 ? STAGES : STAGES.filter(({ name }) => names.includes(name));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What failed, once more and in short: it stood far above, among all that passed. */
function describe(name: string, outcome: Outcome, seconds: number): string {
  const failures = outcome.failures?.map(({ file, title, why }) => `\n  ${file} > ${title}\n    ${why}`) ?? [];
  return `${summarize(name, outcome, seconds)}${failures.join('')}`;
}

function summarize(name: string, outcome: Outcome, seconds: number): string {
  const note = outcome.note === undefined ? '' : ` (${outcome.note})`;
  return `${outcome.failed > 0 ? 'FAILED' : 'ok'} ${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped in ${seconds} s${note}`;
}

const stages = chosenStages(process.argv.slice(2));
if (typeof stages === 'string') {
  process.stderr.write(`${stages}\n`);
  process.exit(4);
}
process.env['ROLLCALL_AUDIT_DIRECTORY'] ??= mkdtempSync(join(tmpdir(), 'rollcall-audit-'));
const lines: string[] = [];
const total = { passed: 0, failed: 0 };
for (const stage of stages) {
  say(`\n== ${stage.name}`);
  const start = performance.now();
  const outcome = await runStage(stage);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  lines.push(describe(stage.name, outcome, Math.round((performance.now() - start) / 1000)));
  say(lines.at(-1) ?? '');
}
say(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
