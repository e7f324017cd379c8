import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/*
 * The direction of imports, as data. A room is a folder; each may import itself, the rooms named beside it, and
 * packages. `types` are rooms from which only types may come (erased before anything runs). Tests, end-to-end tests, the
 * test bed and the benches may import what they test; they are bound by one rule only, at the end.
 */
type Rule = { readonly may: readonly string[]; readonly types?: readonly string[] };

const RULES: Readonly<Record<string, Rule>> = {
  'lib/base': { may: [] },
  'lib/domain': { may: ['lib/base'] },
  'lib/wire': { may: ['lib/base', 'lib/domain'] },
  'lib/text': { may: ['lib/base', 'lib/domain'] },
  'lib/kubernetes': { may: ['lib/base', 'lib/domain'] },
  'lib/fleet': { may: ['lib/base', 'lib/domain', 'lib/wire'], types: ['lib/kubernetes'] },
  'lib/simulator': { may: ['lib/base'] },
  'lib/browser': { may: ['lib/base', 'lib/domain', 'lib/wire', 'lib/text'] },
  'lib/server': {
    may: ['lib/base', 'lib/domain', 'lib/wire', 'lib/text', 'lib/kubernetes', 'lib/fleet', 'lib/simulator', 'lib/cli'],
  },
  'lib/cli': {
    may: [
      'lib/base',
      'lib/domain',
      'lib/wire',
      'lib/text',
      'lib/kubernetes',
      'lib/fleet',
      'lib/simulator',
      'lib/server',
    ],
  },
  'components/ui': { may: ['lib/text'] },
  'components/shell': { may: ['components/ui', 'lib/browser', 'lib/text'], types: ['lib/domain', 'lib/wire'] },
  components: {
    may: ['components/ui', 'components/shell', 'lib/browser', 'lib/text', 'lib/domain'],
    types: ['lib/wire'],
  },
  app: { may: ['components', 'lib/browser', 'lib/wire', 'lib/text'] },
};

/** Single files that are a door into a room which is otherwise closed to the importer. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  app: ['lib/server/runtime.ts', 'lib/domain/keys.ts'],
};

/** Debts: imports against the table that we live with for now, each with its reason. `importer -> imported`. */
const ACCEPTED: Readonly<Record<string, string>> = {};

const PURE = ['lib/domain', 'lib/wire', 'lib/base'];
const root = fileURLToPath(new URL('..', import.meta.url));

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean };

function sourceFiles(folder: string): string[] {
  const path = join(root, folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`);
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.startsWith('lib/testing/');
}

/** Static and dynamic imports of a source text, comments aside. Exported for the planted violations below. */
function readImports(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  const statement =
    /(?:^|[;\n])\s*(import|export)\s+(type\s+)?([^;'"()]*?)\bfrom\s*['"]([^'"]+)['"]|(?:^|[;\n])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  for (const match of code.matchAll(statement)) {
    const [, , typeWord, names = '', from, bare, dynamic] = match;
    const target = from ?? bare ?? dynamic ?? '';
    const inner = /\{([^}]*)\}/
      .exec(names)?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const allTypes = inner !== undefined && inner.length > 0 && inner.every((name) => name.startsWith('type '));
    found.push({ from: file, to: resolveTarget(file, target), typeOnly: typeWord !== undefined || allTypes });
  }
  return found;
}

/** A file of the house relative to its root, or the package's name behind `npm:`. */
function resolveTarget(file: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1);
  if (target.startsWith('.')) return normalize(join(dirname(file), target));
  return `npm:${target}`;
}

function roomOf(file: string): string {
  const parts = file.split('/');
  if (parts[0] === 'components')
    return parts[1] === 'ui' || parts[1] === 'shell' ? `components/${parts[1]}` : 'components';
  if (parts[0] === 'lib') return parts.length > 2 ? `lib/${parts[1]}` : 'lib';
  return parts[0] ?? '';
}

function featureOf(file: string): string | undefined {
  return roomOf(file) === 'components' ? file.split('/')[1] : undefined;
}

function isWithin(room: string, allowed: string): boolean {
  return room === allowed || room.startsWith(`${allowed}/`);
}

/** A sentence when the import goes against the table; undefined when it is allowed. */
function violation({ from, to, typeOnly }: Import): string | undefined {
  if (to.startsWith('npm:')) return packageViolation(from, to.slice('npm:'.length));
  if (isTest(from) || from.endsWith('.css') || to.endsWith('.css')) return undefined;
  const [here, there] = [roomOf(from), roomOf(to)];
  const rule = RULES[here];
  if (rule === undefined) return undefined;
  if (here === 'components' && there === 'components') {
    return featureOf(from) === featureOf(to) ? undefined : `${from} -> ${to}: a feature never imports another feature`;
  }
  if (here === there || rule.may.some((allowed) => isWithin(there, allowed))) return undefined;
  if (typeOnly && rule.types?.some((allowed) => isWithin(there, allowed))) return undefined;
  if (DOORS[here]?.includes(to)) return undefined;
  if (`${from} -> ${to}` in ACCEPTED) return undefined;
  return `${from} -> ${to}: ${here} may not import ${there}${typeOnly ? '' : ' (other than what the table names)'}`;
}

function packageViolation(from: string, name: string): string | undefined {
  if (isTest(from)) return undefined;
  const here = roomOf(from);
  if (PURE.includes(here) && (name.startsWith('node:') || /^(react|next|@kubernetes)/.test(name))) {
    return `${from} -> ${name}: ${here} is pure`;
  }
  if (name.startsWith('@kubernetes/client-node') && here !== 'lib/kubernetes') {
    return `${from} -> ${name}: only lib/kubernetes imports client-node`;
  }
  if (
    /^(undici|node:https?|node:net|node:tls)$/.test(name) &&
    !['lib/kubernetes', 'lib/server', 'lib/simulator'].includes(here) &&
    RULES[here] !== undefined
  ) {
    return `${from} -> ${name}: only lib/kubernetes, lib/server and lib/simulator open sockets`;
  }
  return undefined;
}

function violationsIn(file: string, text: string): string[] {
  return readImports(file, text).flatMap((each) => violation(each) ?? []);
}

const productFiles = ['app', 'components', 'lib'].flatMap(sourceFiles).filter((file) => !isTest(file));

describe('the direction of imports', () => {
  test('there is a house to check', () => {
    expect(productFiles.length).toBeGreaterThan(20);
  });

  test('every import goes the way of the table', () => {
    expect(productFiles.flatMap((file) => violationsIn(file, readFileSync(join(root, file), 'utf8')))).toStrictEqual(
      [],
    );
  });

  test('an import names a file that is there, by its full name', () => {
    const missing = productFiles.flatMap((file) =>
      readImports(file, readFileSync(join(root, file), 'utf8'))
        .filter(({ to }) => !to.startsWith('npm:') && statSync(join(root, to), { throwIfNoEntry: false }) === undefined)
        .map(({ to }) => `${file} -> ${relative(root, join(root, to))}`),
    );
    expect(missing).toStrictEqual([]);
  });

  test('an accepted debt that is paid leaves the list', () => {
    const real = new Set(
      productFiles.flatMap((file) =>
        readImports(file, readFileSync(join(root, file), 'utf8')).map(({ from, to }) => `${from} -> ${to}`),
      ),
    );
    expect(Object.keys(ACCEPTED).filter((debt) => !real.has(debt))).toStrictEqual([]);
  });

  test('no file joins the simulator to the reader or to the rules', () => {
    const files = ['app', 'components', 'lib']
      .flatMap(sourceFiles)
      .filter((file) => !isTest(file) && !file.startsWith('lib/simulator/'));
    const joining = files.filter((file) => {
      const rooms = new Set(readImports(file, readFileSync(join(root, file), 'utf8')).map(({ to }) => roomOf(to)));
      return rooms.has('lib/simulator') && (rooms.has('lib/kubernetes') || rooms.has('lib/domain'));
    });
    expect(joining).toStrictEqual([]);
  });
});

/** Ways to the network that need no import. Only the browser's own link to its server is one of ours. */
const GLOBAL_NETWORK = /(?<![.\w])(?:fetch|EventSource|WebSocket|XMLHttpRequest)\s*\(|navigator\.sendBeacon/;

function callsNetwork(file: string, text: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return !file.startsWith('lib/browser/') && GLOBAL_NETWORK.test(code);
}

describe('the way to the network', () => {
  test('is the transport of the reader on the server, and lib/browser in the browser', () => {
    expect(productFiles.filter((file) => callsNetwork(file, readFileSync(join(root, file), 'utf8')))).toStrictEqual([]);
  });
  test.for(["await fetch('https://example.com')", 'new EventSource(url)', 'navigator.sendBeacon(url)'])(
    '%s is found',
    (code) => {
      expect([callsNetwork('components/fleet/x.tsx', code), callsNetwork('lib/browser/x.ts', code)]).toStrictEqual([
        true,
        false,
      ]);
    },
  );
});

describe('a planted violation is found', () => {
  const planted: readonly { readonly name: string; readonly file: string; readonly code: string }[] = [
    {
      name: 'the rules read the cluster',
      file: 'lib/domain/x.ts',
      code: "import { open } from '#lib/kubernetes/cluster.ts';",
    },
    { name: 'the rules know Node', file: 'lib/domain/x.ts', code: "import { readFileSync } from 'node:fs';" },
    { name: 'the rules know React', file: 'lib/domain/x.ts', code: "import { useState } from 'react';" },
    {
      name: 'a wire file climbs to the fleet',
      file: 'lib/wire/x.ts',
      code: "import type { Fleet } from '../fleet/fleet.ts';",
    },
    {
      name: 'the fleet runs code of the reader',
      file: 'lib/fleet/x.ts',
      code: "import { makeStore } from '#lib/kubernetes/store.ts';",
    },
    {
      name: 'the browser runs code of the server',
      file: 'lib/browser/x.ts',
      code: "import { log } from '#lib/server/log.ts';",
    },
    {
      name: 'a component reaches the fleet',
      file: 'components/fleet/x.tsx',
      code: "import { createFleet } from '#lib/fleet/fleet.ts';",
    },
    {
      name: 'a feature imports a feature',
      file: 'components/fleet/x.tsx',
      code: "import { Grid } from '../daemonset/grid.tsx';",
    },
    {
      name: 'a ui part knows the domain',
      file: 'components/ui/x.tsx',
      code: "import type { Cell } from '#lib/domain/placement/cell.ts';",
    },
    {
      name: 'a page reaches behind the accessor',
      file: 'app/page.tsx',
      code: "import { start } from '#lib/server/main.ts';",
    },
    {
      name: 'a dynamic import is an import',
      file: 'lib/domain/x.ts',
      code: "const load = () => import('#lib/fleet/fleet.ts');",
    },
    {
      name: 'client-node outside the reader',
      file: 'lib/cli/x.ts',
      code: "import { KubeConfig } from '@kubernetes/client-node';",
    },
    { name: 'a socket outside reader and server', file: 'lib/fleet/x.ts', code: "import { request } from 'undici';" },
  ];
  test.for(planted)('$name', ({ file, code }) => {
    expect(violationsIn(file, code)).toHaveLength(1);
  });

  test('types of the store may cross to the fleet', () => {
    expect(
      violationsIn('lib/fleet/x.ts', "import type { StoreReader } from '#lib/kubernetes/store.ts';"),
    ).toStrictEqual([]);
  });
});
