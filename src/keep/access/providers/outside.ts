import type { Configuration } from 'openid-client'
import { AppError, badInput } from '../../../platform/errors.ts'
import type { Asked, Said } from '../../../platform/http/index.ts'
import { remembered } from '../../../platform/remembered.ts'

// What we ask of providers. The library makes and checks what is said; a process that holds nothing carries it
// (docs/decisions/0400-providers.md).

export type Ask = (asked: Asked) => Promise<Said>

/** A provider as we know it. */
export type Client = { issuer: string; clientId: string; secret: string }

/** Loaded when the first provider is used. */
const openid = () => import('openid-client')

export class Away extends Error {
  readonly trouble: Extract<Said, { trouble: unknown }>['trouble']

  constructor(trouble: Away['trouble']) {
    super(`the provider was not reached: ${trouble}`)
    this.trouble = trouble
  }
}

/** Asks a provider what it is (OpenID Connect Discovery 1.0). Throws Away, or what the library finds wrong. */
export async function discover(ask: Ask, { issuer, clientId, secret }: Client): Promise<Configuration> {
  const library = await openid()
  const address = new URL(issuer)
  const config = await library.discovery(
    address,
    clientId,
    { client_secret: secret },
    // Where a provider names the ways it takes the secret and the body is none of them, the header is (RFC 6749, section 2.3.1).
    (server, client, body, headers) => {
      const takes = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
      const way = takes.includes('client_secret_post') ? library.ClientSecretPost(secret) : library.ClientSecretBasic(secret)
      return way(server, client, body, headers)
    },
    {
      [library.customFetch]: async (url, { method, headers, body }) => {
        const said = await ask({
          url,
          method: method === 'POST' ? 'POST' : 'GET',
          headers,
          body: body instanceof URLSearchParams ? body.toString() : undefined,
        })
        if ('trouble' in said) throw new Away(said.trouble)
        return responseOf(said)
      },
      // Also over TLS the signature is checked. Plain http passes only where the operator opened the network, which whoever asks sees to.
      execute: [library.enableNonRepudiationChecks, ...(address.protocol === 'http:' ? [library.allowInsecureRequests] : [])],
    },
  )
  return config
}

/** What a response may not be made of is no answer of a provider. */
function responseOf({ status, type, body }: Extract<Said, { body: unknown }>): Response {
  if (status < 200 || status > 599) throw new Away('cut_off')
  const none = status === 204 || status === 205 || status === 304
  return new Response(none ? null : body, { status, headers: { 'content-type': /^[\x20-\x7e]*$/.test(type) ? type : '' } })
}

const keptMs = 3_600_000

/** Providers by what was asked of them, for an hour; those who ask in the same moment ask once. */
export function openOutside(ask: Ask): { of(client: Client, now: Date): Promise<Configuration> } {
  const known = remembered<Configuration>(100)
  const asking = new Map<string, Promise<Configuration>>()
  return {
    of(client, now) {
      const key = JSON.stringify(client)
      const held = known.get(key, now)
      if (held) return Promise.resolve(held)
      const begun =
        asking.get(key) ??
        discover(ask, client)
          .then((config) => {
            known.set(key, config, new Date(now.getTime() + keptMs))
            return config
          })
          .finally(() => asking.delete(key))
      asking.set(key, begun)
      return begun
    },
  }
}

/** In words, for an administrator who enters a provider. */
export function troubleOfSetUp(error: unknown): unknown {
  const away = awayIn(error)
  if (away) return badInput(awayWords[away.trouble], 'issuer')
  return codeOf(error) === undefined
    ? error
    : badInput('This address does not answer as a provider to sign in by. Copy the issuer exactly as the provider writes it.', 'issuer')
}

const awayWords: { [trouble in Away['trouble']]: string } = {
  private_address: 'This address lies in a private network, which is not asked.',
  no_address: 'There is no such address: the name is not known.',
  not_reached: 'Nobody answers at this address.',
  not_secure: 'This address has no connection that can be trusted: it must begin with https and show a valid certificate.',
  too_slow: 'This address does not answer in time.',
  cut_off: 'This address broke the connection off.',
  too_long: 'This address answers with something else.',
}

/** In words, for whoever signs in; undefined for a bug of ours. */
export function troubleOfSignIn(error: unknown): AppError | undefined {
  if (awayIn(error)) return new AppError('unavailable', 'The provider does not answer now. Try again in a minute, or sign in another way.')
  const code = codeOf(error)
  if (code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR') return new AppError('unauthenticated', 'The provider did not sign you in. Begin again if you wanted to.')
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return new AppError('unauthenticated', 'What the provider answered is out of date. Begin again.')
  if (code === undefined) return undefined
  return new AppError('unauthenticated', 'What the provider answered does not fit this sign-in, so it was not accepted. Begin again.')
}

/** What the library calls the trouble; undefined for what is not of its making. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('OAUTH_')) return error.code
  return error.name === 'ClientError' ? 'OAUTH' : undefined
}

/** The library wraps what it did not expect. */
function awayIn(error: unknown): Away | undefined {
  if (error instanceof Away) return error
  return error instanceof Error && error.cause !== undefined ? awayIn(error.cause) : undefined
}
