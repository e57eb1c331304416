/**
 * What analytics.js asks its CDN before it starts: where to send to. No destinations, no plugins, no metrics, so it loads
 * nothing further. `apiHost` is host and path without the scheme.
 */
export function settingsOf(key: string, at: { protocol: 'http' | 'https'; apiHost: string }): string {
  return JSON.stringify({
    integrations: {
      'Segment.io': {
        apiKey: key,
        apiHost: at.apiHost,
        protocol: at.protocol,
        type: 'server',
        unbundledIntegrations: [],
        addBundledMetadata: false,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } }, identify: { __default: { enabled: true } }, group: { __default: { enabled: true } } },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  })
}
