import type { Identity } from './client.ts';

export type KubeconfigUser = { readonly name: string; readonly identity: Identity };

/** A kubeconfig with all data inside, JSON (which is YAML): it works from any folder and on any machine. */
export function makeKubeconfig(url: string, ca: string, user: KubeconfigUser): string {
  const credentials =
    'key' in user.identity
      ? {
          'client-certificate-data': base64(user.identity.certificate),
          'client-key-data': base64(user.identity.key),
        }
      : { token: user.identity.token };
  const name = 'rollcall-testbed';
  const context = `${user.name}@${name}`;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: url, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: user.name, user: credentials }],
    contexts: [{ name: context, context: { cluster: name, user: user.name } }],
    'current-context': context,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
