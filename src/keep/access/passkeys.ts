import { randomFillSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AppError, notFound } from '../../platform/errors.ts'
import { giveBack, mayTry } from './attempts.ts'
import type { AccessDeps } from './deps.ts'
import type { From } from './from.ts'
import { openStaffSession, type SignedIn } from './sessions.ts'
import { type Staff, type StaffRow, staffOf } from './staff.ts'
import { digestOf } from './tokens.ts'

// Passkeys (W3C Web Authentication, level 3): kept on the person's device, bound to our address, unlocked by finger or PIN,
// so they need neither a password nor a code beside them. A challenge is good for one ceremony, within five minutes.

/** Where the browser stands: "https://crm.example.org" and its host without a port. */
export type Site = { origin: string; host: string }

const mostPasskeys = 20
const challengeMs = 5 * 60_000

/** Loaded when the first passkey is used: with its parsers of certificates it is a fifth of what the keep loads (measured). */
const webauthn = () => import('@simplewebauthn/server')

const credential = {
  id: z.string().max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional().catch(undefined),
}
const extensions = z.looseObject({}).transform(() => ({}))
const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])
const answered = z.object({
  ...credential,
  clientExtensionResults: extensions,
  response: z.object({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
    userHandle: z
      .string()
      .nullish()
      .transform((handle) => handle ?? undefined),
  }),
})
const registered = z.object({
  ...credential,
  clientExtensionResults: extensions,
  response: z.object({ clientDataJSON: z.string(), attestationObject: z.string(), transports: z.array(z.string()).optional().transform(knownTransports) }),
})

const unknown = () => new AppError('unauthenticated', 'This passkey is not known here, or the attempt took too long. Please try again.')

/** What the browser needs to ask for any of its passkeys for us; names nobody. */
export async function passkeySignInOptions(deps: AccessDeps, site: Site, now: Date) {
  const { generateAuthenticationOptions } = await webauthn()
  return generateAuthenticationOptions({ rpID: site.host, userVerification: 'required', challenge: newChallenge(deps, null, now) })
}

/** Signs in by what the browser answered; whatever does not fit is refused in the same words. */
export async function signInByPasskey(deps: AccessDeps, given: { answer: unknown; site: Site } & From, now: Date): Promise<SignedIn> {
  await mayTry(deps, 'network', given.network, now)
  const known = await provePasskey(deps, given, now)
  await giveBack(deps, 'network', given.network)
  return openStaffSession(deps, staffOf(deps, known), { ...given, way: 'passkey' }, now)
}

/** Whose passkey answered. */
export async function provePasskey(deps: AccessDeps, given: { answer: unknown; site: Site }, now: Date): Promise<StaffRow> {
  const answer = answered.safeParse(given.answer)
  if (!answer.success) throw unknown()
  const known = await deps.db
    .selectFrom('keep.passkey')
    .innerJoin('keep.staff', 'keep.staff.staff_id', 'keep.passkey.staff_id')
    .selectAll('keep.staff')
    .select(['credential_id', 'public_key', 'counter'])
    .where('credential_id', '=', answer.data.id)
    .executeTakeFirst()
  if (known?.status !== 'active') throw unknown()
  const { verifyAuthenticationResponse } = await webauthn()
  // The library throws for each thing that does not fit; to whoever tries, all of them are the same.
  const verdict = await verifyAuthenticationResponse({
    response: answer.data,
    expectedChallenge: (challenge) => spendChallenge(deps, challenge, null, now),
    expectedOrigin: given.site.origin,
    expectedRPID: given.site.host,
    requireUserVerification: true,
    credential: { id: known.credential_id, publicKey: new Uint8Array(known.public_key), counter: known.counter },
  }).catch(() => undefined)
  if (!verdict?.verified) throw unknown()
  await deps.db
    .updateTable('keep.passkey')
    .set({ counter: verdict.authenticationInfo.newCounter, used_at: now })
    .where('credential_id', '=', known.credential_id)
    .execute()
  return known
}

/** What the browser needs to make a passkey for somebody who is signed in. */
export async function passkeyRegisterOptions(deps: AccessDeps, staff: Pick<Staff, 'id' | 'name' | 'email'>, site: Site, now: Date) {
  const { generateRegistrationOptions } = await webauthn()
  const own = await deps.db.selectFrom('keep.passkey').select(['credential_id', 'transports']).where('staff_id', '=', staff.id).execute()
  return generateRegistrationOptions({
    challenge: newChallenge(deps, staff.id, now),
    rpName: 'Rapport',
    rpID: site.host,
    userID: new Uint8Array(deps.keyring.digest('passkey', String(staff.id))),
    userName: staff.email,
    userDisplayName: staff.name,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: own.map((one) => ({ id: one.credential_id, transports: knownTransports(one.transports) })),
  })
}

/** Keeps the passkey that the browser made. */
export async function registerPasskey(deps: AccessDeps, staff: Staff, given: { answer: unknown; site: Site; device: string }, now: Date): Promise<void> {
  const answer = registered.safeParse(given.answer)
  const { verifyRegistrationResponse } = await webauthn()
  const verdict = answer.success
    ? await verifyRegistrationResponse({
        response: answer.data,
        expectedChallenge: (challenge) => spendChallenge(deps, challenge, staff.id, now),
        expectedOrigin: given.site.origin,
        expectedRPID: given.site.host,
        requireUserVerification: true,
      }).catch(() => undefined)
    : undefined
  if (!verdict?.verified) throw new AppError('bad_input', 'This passkey could not be checked. Please begin again.')
  if ((await listPasskeys(deps, staff.id)).length >= mostPasskeys)
    throw new AppError('conflict', `One person has at most ${mostPasskeys} passkeys. Remove one first.`)
  const made = verdict.registrationInfo.credential
  await deps.db
    .insertInto('keep.passkey')
    .values({
      credential_id: made.id,
      staff_id: staff.id,
      public_key: Buffer.from(made.publicKey),
      counter: made.counter,
      transports: made.transports ?? [],
      title: given.device,
      created_at: now,
      used_at: null,
    })
    .execute()
}

export type Passkey = { id: string; title: string; madeAt: Date; usedAt: Date | null }

/** Somebody's passkeys, the oldest first; `id` stands for one of them and is no secret. */
export async function listPasskeys(deps: Pick<AccessDeps, 'db'>, staff: number): Promise<Passkey[]> {
  const rows = await deps.db.selectFrom('keep.passkey').selectAll().where('staff_id', '=', staff).orderBy('created_at').orderBy('credential_id').execute()
  return rows.map((row) => ({ id: passkeyId(row.credential_id), title: row.title, madeAt: row.created_at, usedAt: row.used_at }))
}

const passkeyId = (credential: string) => digestOf(credential).toString('base64url')

async function ownCredential(deps: Pick<AccessDeps, 'db'>, staff: number, id: string): Promise<string> {
  const own = await deps.db.selectFrom('keep.passkey').select('credential_id').where('staff_id', '=', staff).execute()
  const found = own.find((one) => passkeyId(one.credential_id) === id)
  if (!found) throw notFound()
  return found.credential_id
}

export async function renamePasskey(deps: Pick<AccessDeps, 'db'>, staff: number, id: string, title: string): Promise<void> {
  const credential = await ownCredential(deps, staff, id)
  await deps.db.updateTable('keep.passkey').set({ title }).where('credential_id', '=', credential).execute()
}

export async function removePasskey(deps: Pick<AccessDeps, 'db'>, staff: number, id: string): Promise<void> {
  const credential = await ownCredential(deps, staff, id)
  await deps.db.deleteFrom('keep.passkey').where('credential_id', '=', credential).execute()
}

// A challenge needs no row until it is answered: it carries its own end and our mark over both and the person it is for.
const nonceBytes = 16
const endBytes = 6

function newChallenge(deps: AccessDeps, staff: number | null, now: Date): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(nonceBytes + endBytes)
  randomFillSync(head, 0, nonceBytes)
  head.writeUIntBE(now.getTime() + challengeMs, nonceBytes, endBytes)
  return new Uint8Array([...head, ...markOf(deps, head, staff)])
}

function markOf(deps: AccessDeps, head: Uint8Array, staff: number | null): Buffer {
  return deps.keyring.digest('passkey challenge', `${staff ?? 'sign-in'}\0${Buffer.from(head).toString('base64url')}`)
}

async function spendChallenge(deps: AccessDeps, challenge: string, staff: number | null, now: Date): Promise<boolean> {
  const bytes = Buffer.from(challenge, 'base64url')
  const head = bytes.subarray(0, nonceBytes + endBytes)
  const mark = bytes.subarray(nonceBytes + endBytes)
  if (mark.length !== 32 || !timingSafeEqual(mark, markOf(deps, head, staff))) return false
  const end = head.readUIntBE(nonceBytes, endBytes)
  if (end <= now.getTime()) return false
  const spent = await deps.db
    .insertInto('keep.passkey_challenge')
    .values({ digest: digestOf(challenge), expires_at: new Date(end) })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return spent.numInsertedOrUpdatedRows === 1n
}

function knownTransports(names: readonly string[] | undefined) {
  return names?.flatMap((name) => transport.safeParse(name).data ?? [])
}
