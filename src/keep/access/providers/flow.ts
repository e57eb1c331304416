import { z } from 'zod'
import { sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Outward } from '../../../platform/http/index.ts'
import { mayTry } from '../attempts.ts'
import type { AccessDeps } from '../deps.ts'
import type { From } from '../from.ts'
import type { AccessTables } from '../tables.ts'
import { digestOf, newToken } from '../tokens.ts'
import { type Person, personIn } from './claims.ts'
import { type Ask, openOutside } from './outside.ts'
import { clientOf, type Provider } from './registry.ts'

// A sign-in under way: begun in one browser, good once, for ten minutes. What we sent to the provider comes back as its state, and
// with it we find what the answer has to fit: which provider was asked, the verifier, the nonce.

const minutes = 10
const library = () => import('openid-client')

export type Outside = ReturnType<typeof openOutside>
export type FlowDeps = AccessDeps & { publicUrl: string; outside: Outside; outward: Pick<Outward, 'checked'> }
export const outsideOf = (ask: Ask): Outside => openOutside(ask)

/** One address for each provider, so that what one sent cannot be passed off as another's (RFC 9700, section 4.4). */
export const redirectOf = ({ publicUrl }: { publicUrl: string }, code: string): string => `${publicUrl}/sign-in/by/${code}`

const secrets = z.object({ verifier: z.string(), nonce: z.string(), to: z.string().nullable() })
type FlowRow = AccessTables['keep.sign_in_flow']
const placeOf = (state: Buffer) => `sign-in flow\0${state.toString('hex')}`

export type Begun = { url: string; browser: string; expiresAt: Date }

/** Begins a sign-in: where the browser goes, and the secret that it shows when it is back. `session`: of whoever confirms that it is them. */
export async function begin(deps: FlowDeps, provider: Provider, given: { to: string | null; session: Buffer | null; from: From }, now: Date): Promise<Begun> {
  await mayTry(deps, 'provider', given.from.network, now)
  const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } = await library()
  const config = await deps.outside.of(clientOf(deps, provider), now)
  const [verifier, nonce, state] = [randomPKCECodeVerifier(), randomNonce(), randomState()]
  const { token: browser, digest } = newToken()
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  const supported: unknown = config.serverMetadata().scopes_supported
  const groups = provider.groups_claim !== null && Array.isArray(supported) && supported.includes('groups')
  const url = buildAuthorizationUrl(config, {
    redirect_uri: redirectOf(deps, provider.code),
    scope: groups ? 'openid email profile groups' : 'openid email profile',
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(given.session === null ? {} : { max_age: '0', prompt: 'login' }),
  })
  // The browser goes there, so it must be an address of the web, whatever the provider said.
  deps.outward.checked(url.href, 'issuer')
  const key = digestOf(state)
  const sealed = deps.keyring.sealRecord(placeOf(key), JSON.stringify({ verifier, nonce, to: given.to }))
  await deps.db
    .insertInto('keep.sign_in_flow')
    .values({ state: key, browser: digest, provider_id: provider.provider_id, sealed, session: given.session, staff_id: null, expires_at: expiresAt })
    .execute()
  return { url: url.href, browser, expiresAt }
}

const over = () => new AppError('unauthenticated', 'This sign-in was finished already, took too long, or was begun in another window. Begin again.')

/** The sign-in an answer belongs to, which is spent: of two at once one gets it. */
export async function spendFlow(deps: Pick<AccessDeps, 'db'>, given: { provider: Provider; state: string; browser: string }, now: Date): Promise<FlowRow> {
  const { rows } = await sql<FlowRow>`
    delete from keep.sign_in_flow where state = ${digestOf(given.state)} and browser = ${digestOf(given.browser)}
      and provider_id = ${given.provider.provider_id} and staff_id is null and expires_at > ${now} returning *`.execute(deps.db)
  if (!rows[0]) throw over()
  return rows[0]
}

/** How long ago somebody who confirms that it is them may have signed in at the provider. */
const confirmedSeconds = 300

/** Whom a provider names in its answer, once all of it fits. `answer`: the query that came back. Throws what `troubleOfSignIn` reads. */
export async function personOf(
  deps: FlowDeps,
  provider: Provider,
  given: { flow: FlowRow; answer: URLSearchParams },
  now: Date,
): Promise<Person & { to: string | null }> {
  const { authorizationCodeGrant, fetchUserInfo } = await library()
  const { flow, answer } = given
  const { verifier, nonce, to } = secrets.parse(JSON.parse(deps.keyring.openRecord(placeOf(flow.state), flow.sealed).toString('utf8')))
  const config = await deps.outside.of(clientOf(deps, provider), now)
  const back = new URL(redirectOf(deps, provider.code))
  back.search = answer.toString()
  const tokens = await authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
    expectedState: answer.get('state') ?? '',
    idTokenExpected: true,
    ...(flow.session === null ? {} : { maxAge: confirmedSeconds }),
  })
  const told = tokens.claims()
  if (!told) throw new AppError('unauthenticated', 'The provider did not say who you are. Begin again.')
  const enough = told['email'] !== undefined && (provider.groups_claim === null || told[provider.groups_claim] !== undefined)
  const more = enough || config.serverMetadata().userinfo_endpoint === undefined ? {} : await fetchUserInfo(config, tokens.access_token, told.sub)
  return { ...personIn({ ...more, ...told }, provider.groups_claim), to }
}

/** Keeps that the provider has named somebody, until our own second factor is shown; gives the secret for the browser. */
export async function keepHalf(
  deps: AccessDeps,
  half: { provider: Provider; staff: number; to: string | null; session: Buffer | null },
  now: Date,
): Promise<{ browser: string; expiresAt: Date }> {
  const { token: browser, digest } = newToken()
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  const { digest: state } = newToken()
  const sealed = deps.keyring.sealRecord(placeOf(state), JSON.stringify({ verifier: '', nonce: '', to: half.to }))
  await deps.db
    .insertInto('keep.sign_in_flow')
    .values({ state, browser: digest, provider_id: half.provider.provider_id, sealed, session: half.session, staff_id: half.staff, expires_at: expiresAt })
    .execute()
  return { browser, expiresAt }
}

export type Half = { state: Buffer; provider: number; staff: number; to: string | null; session: Buffer | null }

/** Whom the provider has named in this browser. */
export async function halfOf(deps: AccessDeps, browser: string, now: Date): Promise<Half> {
  const row = await deps.db
    .selectFrom('keep.sign_in_flow')
    .selectAll()
    .where('browser', '=', digestOf(browser))
    .where('staff_id', 'is not', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row || row.staff_id === null) throw over()
  const { to } = secrets.parse(JSON.parse(deps.keyring.openRecord(placeOf(row.state), row.sealed).toString('utf8')))
  return { state: row.state, provider: row.provider_id, staff: row.staff_id, to, session: row.session }
}

/** Spends it: of two at once one gets it. */
export async function spendHalf(deps: Pick<AccessDeps, 'db'>, half: Half): Promise<void> {
  const spent = await deps.db.deleteFrom('keep.sign_in_flow').where('state', '=', half.state).executeTakeFirst()
  if (spent.numDeletedRows === 0n) throw over()
}
