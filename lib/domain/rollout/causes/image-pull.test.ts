import { describe, expect, test } from 'vitest';
import { causesOf, makeKubeletEvent, makeUnreadyPod, POD, tell, tellEvidence, waiting } from '#lib/testing/kubelet.ts';
import { makeContainer, makeNode } from '#lib/testing/objects.ts';
import { MINUTE, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

const IMAGE = 'registry.example.com/team/agent:2.0.0';

function podOf(image: string, reason: string, message?: string) {
  return makeUnreadyPod([waiting(reason, message)], { spec: { containers: [makeContainer({ image })] } });
}

/* What containerd, CRI-O and the kubelet itself say. */
const SAID: readonly (readonly [detail: string, text: string])[] = [
  [
    'NotFound',
    `rpc error: code = NotFound desc = failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": ${IMAGE}: not found`,
  ],
  [
    'NotFound',
    `Back-off pulling image "${IMAGE}": ErrImagePull: reading manifest 2.0.0 in registry.example.com/team/agent: manifest unknown`,
  ],
  ['NotFound', 'unable to retrieve auth token: name unknown: repository team/agent does not exist'],
  [
    'Unauthorized',
    `rpc error: code = Unknown desc = failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  ],
  [
    'Unauthorized',
    'failed to resolve reference: unexpected status from HEAD request to https://registry.example.com/v2/team/agent/manifests/2.0.0: 403 Forbidden',
  ],
  ['Unauthorized', 'failed to fetch anonymous token: unexpected status: 401 Unauthorized'],
  ['Unauthorized', 'initializing source: reading manifest: unauthorized: authentication required'],
  ['Unauthorized', 'Head "https://registry.example.com/v2/team/agent": no basic auth credentials'],
  [
    'RateLimited',
    'failed to copy: httpReadSeeker: failed open: unexpected status code: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
  ],
  ['RateLimited', 'pull QPS exceeded'],
  [
    'Unreachable',
    'failed to do request: Head "https://registry.example.com/v2/team/agent": dial tcp: lookup registry.example.com on 10.96.0.10:53: no such host',
  ],
  ['Unreachable', 'failed to do request: Head "https://registry.example.com/v2/": dial tcp 192.0.2.1:443: i/o timeout'],
  ['Unreachable', 'dial tcp 192.0.2.1:443: connect: connection refused'],
  ['Unreachable', 'unexpected status from HEAD request to https://registry.example.com/v2/: 502 Bad Gateway'],
  ['Unreachable', 'rpc error: code = DeadlineExceeded desc = context deadline exceeded'],
  [
    'Certificate',
    'failed to do request: Head "https://registry.example.com/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'NoMatchingPlatform',
    `rpc error: code = NotFound desc = failed to pull and unpack image "${IMAGE}": no match for platform in manifest: not found`,
  ],
  ['NoMatchingPlatform', 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
  [
    'NoMatchingPlatform',
    'choosing an image from manifest list: no image found in manifest list for architecture arm64, variant "v8", OS linux',
  ],
  ['NoSpace', 'failed to extract layer: write /var/lib/containerd/tmpmounts/x: no space left on device'],
  ['Unrecognised', 'mkdir /var/lib/containerd: permission denied'],
  ['Unrecognised', `Back-off pulling image "${IMAGE}"`],
];

describe('[K12] an image that cannot be pulled, by the words of the waiting message', () => {
  test.for(SAID)('%s: %s', ([detail, message]) => {
    expect(tell(causesOf(podOf(IMAGE, 'ImagePullBackOff', message)))).toStrictEqual([
      [
        'K12',
        'H',
        { container: 'agent', image: IMAGE, detail, waitingReason: 'ImagePullBackOff', message, restartCount: 0 },
      ],
    ]);
  });

  test.for([
    ['denied.example.com/denied:not-found', 'Back-off pulling image "denied.example.com/denied:not-found"'],
    ['unavailable.example.com:5000/x509:1', 'lookup unavailable.example.com:5000: odd'],
  ] as const)('the name of the image, %s, says nothing', ([image, message]) => {
    expect(causesOf(podOf(image, 'ErrImagePull', message))[0]?.facts.detail).toBe('Unrecognised');
  });

  test.for([
    ['RegistryUnavailable', 'K12', 'Unreachable'],
    ['SignatureValidationFailed', 'K12', 'SignatureInvalid'],
    ['ImageInspectError', 'K12', 'InspectFailed'],
    ['InvalidImageName', 'K13', undefined],
    ['ErrImageNeverPull', 'K14', undefined],
  ] as const)('[K13] [K14] %s says by itself what it is: %s', ([reason, code, detail]) => {
    const [cause] = causesOf(podOf(IMAGE, reason, 'as it says'));
    expect(cause).toMatchObject({ code, confidence: 'H' });
    expect(cause?.facts.detail).toBe(detail);
    expect(cause?.facts.message).toBe('as it says');
  });
});

describe('[K12] the events of the kubelet say what an older one leaves out of the status', () => {
  const backOff = podOf(IMAGE, 'ImagePullBackOff', `Back-off pulling image "${IMAGE}"`);
  const failed = `Failed to pull image "${IMAGE}": rpc error: code = Unknown desc = dial tcp: i/o timeout`;

  test('the last try that failed', () => {
    const causes = causesOf(backOff, {
      events: [
        makeKubeletEvent('Failed', `Failed to pull image "${IMAGE}": unauthorized`, {
          name: 'first',
          at: NOW - MINUTE,
        }),
        makeKubeletEvent('Failed', `(combined from similar events): ${failed}`, { name: 'second', container: 'agent' }),
        makeKubeletEvent('Failed', 'Error: ImagePullBackOff', { name: 'third', at: NOW }),
      ],
    });
    expect(tell(causes)).toStrictEqual([
      [
        'K12',
        'H',
        {
          container: 'agent',
          image: IMAGE,
          detail: 'Unreachable',
          waitingReason: 'ImagePullBackOff',
          message: failed,
          restartCount: 0,
        },
      ],
    ]);
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} status.containerStatuses[agent].state.waiting.reason = ImagePullBackOff`,
      `Pod ${POD} status.containerStatuses[agent].state.waiting.message = Back-off pulling image "${IMAGE}"`,
      `Event second message = (combined from similar events): ${failed}`,
    ]);
  });
  test('not that of another container', () => {
    const events = [makeKubeletEvent('Failed', failed, { container: 'sidecar' })];
    expect(causesOf(backOff, { events })[0]?.facts.detail).toBe('Unrecognised');
  });
  test('not one from before the container last ran', () => {
    const status = waiting('ImagePullBackOff', 'Back-off', {
      lastTermination: { exitCode: 1, finishedAt: NOW - SECOND },
    });
    const events = [makeKubeletEvent('Failed', failed)];
    expect(causesOf(makeUnreadyPod([status]), { events })[0]?.facts.detail).toBe('Unrecognised');
  });
});

test('[K12] each container that cannot be pulled is told, init containers by their own path', () => {
  const init = waiting('ErrImagePull', 'manifest unknown', { name: 'prepare', init: true });
  const spec = {
    initContainers: [makeContainer({ name: 'prepare', init: true, image: 'example.com/prepare:1' })],
  };
  const causes = causesOf(makeUnreadyPod([init, waiting('ErrImagePull', 'manifest unknown')], { spec }));
  expect(causes.map(({ code, facts }) => [code, facts.container, facts.image])).toStrictEqual([
    ['K12', 'prepare', 'example.com/prepare:1'],
    ['K12', 'agent', 'example.com/agent:1'],
  ]);
  expect(tellEvidence(causes)[0]).toBe(
    `Pod ${POD} status.initContainerStatuses[prepare].state.waiting.reason = ErrImagePull`,
  );
});

test.for([
  ['a node whose kubelet is silent', makeSilentNode('node-a'), 'M'],
  ['a node that is gone', 'gone', 'M'],
  [
    'a node that is not ready, whose kubelet speaks',
    makeNode('node-a', { conditions: [{ type: 'Ready', status: 'False' }] }),
    'H',
  ],
] as const)('[K12] what was last said on %s is told with confidence %s', ([, node, confidence]) => {
  expect(causesOf(podOf(IMAGE, 'ErrImagePull', 'manifest unknown'), { node })).toMatchObject([
    { code: 'K12', confidence },
  ]);
});
