import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'
import Provider from 'oidc-provider'

/** What the peer says of an account. */
export type PeerAccount = { email?: string; email_verified?: boolean; name?: string; locale?: string; groups?: string[] }

/** A provider to sign in by: the certified implementation, on loopback. Whoever comes is signed in as `whoIsThere`, without a word. */
export type OidcPeer = {
  issuer: string
  clientId: string
  secret: string
  accounts: Map<string, PeerAccount>
  whoIsThere(subject: string): void
  /** How long what it says of somebody holds; below zero it is out of date when it is said. */
  tokensHold(seconds: number): void
  /** Goes there as a browser would, with this browser's cookies, and gives the query with which it sends people back. */
  visit(url: string): Promise<string>
  /** It is away from now on. */
  leave(): Promise<void>
}

/** Starts one that knows us; it goes when the test ends. */
export async function oidcPeer(t: Pick<TestContext, 'after'>, redirects: readonly string[]): Promise<OidcPeer> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.writeHead(503).end()
  const server = createServer((request, response) => handle(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const at = server.address()
  const issuer = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`
  const leave = () =>
    new Promise<void>((gone) => {
      server.closeAllConnections()
      server.close(() => gone())
    })
  t.after(leave)

  const accounts = new Map<string, PeerAccount>()
  const [clientId, secret] = ['rapport', 'a secret between the two']
  let there = ''
  let seconds = 3600
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: secret, redirect_uris: [...redirects], grant_types: ['authorization_code'], response_types: ['code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale', 'groups'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/in/${interaction.uid}` },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...accounts.get(sub) }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId, accountId: oidc.session?.accountId ?? there })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  // Its settings take no token that is out of date from the beginning.
  const { IdToken }: { IdToken?: object } = Object(provider)
  Object.defineProperty(IdToken, 'expiresIn', { value: () => seconds })
  const callback = provider.callback()
  handle = (request, response) => {
    if (!request.url?.startsWith('/in/')) return void callback(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: there } }, { mergeWithLastSubmission: false })
  }

  return {
    issuer,
    clientId,
    secret,
    accounts,
    whoIsThere: (subject) => {
      there = subject
    },
    tokensHold: (told) => {
      seconds = told
    },
    visit: (url) => visit(url, issuer),
    leave,
  }
}

/** Follows a provider's own redirects until it sends the browser away. */
async function visit(begun: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = begun
  for (let step = 0; step < 10; step++) {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const to = response.headers.get('location')
    if (to === null) throw new Error(`the provider answers ${response.status} and leads nowhere: ${(await response.text()).slice(0, 500)}`)
    const next = new URL(to, url)
    if (next.origin !== issuer) return next.search.slice(1)
    url = next.href
  }
  throw new Error('the provider leads round in a circle')
}
