/** A kubeconfig for the API server of a simulated cluster, for kubectl and for Rollcall. JSON is YAML, too. */
export function kubeconfigFor(url: string, token: string, name = 'simulated'): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server: url } }],
    users: [{ name: 'rollcall', user: { token } }],
    contexts: [{ name, context: { cluster: name, user: 'rollcall' } }],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
