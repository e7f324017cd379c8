import { readFileSync } from 'node:fs';
import { join } from 'node:path';

function readVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  const { version = '' } = JSON.parse(text) as { readonly version?: string };
  return version;
}

export const version = readVersion();
