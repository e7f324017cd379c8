import { join } from 'node:path';
import type { Environment } from './options.ts';

const PACKAGE = join(import.meta.dirname, '..', '..', 'package.json');

/**
 * What starts this server again, so that a line that is printed can be copied: in a checkout npm runs it, and the command
 * is on nobody's path.
 */
export function startCommand(environment: Environment, ownPackage = PACKAGE): string {
  return environment['npm_package_json'] === ownPackage ? 'npm start --' : 'rollcall serve';
}
