import { notFound } from '../../platform/errors.ts'
import { receiptsNaming } from '../receipts/index.ts'
import { type ConsentRecord, consentProven, consentRecords } from '../terms/index.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps } from './deps.ts'
import { purposeTitles } from './journal.ts'
import { byLinkOnly, onlyByMessage } from './my/asker.ts'
import { ownSight } from './my/own.ts'
import { proofsShown } from './proven.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

// What somebody agreed to and refused, with what they were shown and how it is known: for themselves, and for colleagues, who leave a receipt.

/** Evidence is words of the person: whoever may enter consents may read what was entered. */
export async function consents(deps: DoorDeps, asker: Asker, input: Checked<'consents'>): Promise<Outputs['consents']> {
  return pageOf(deps, await looked(deps, asker, input.customer), input)
}

/** One record with everything that proves it, and where its receipts stand in the log: for whoever is asked to prove it. */
export async function consentProof(deps: DoorDeps, asker: Asker, { customer, record }: Checked<'consentProof'>): Promise<Outputs['consentProof']> {
  const of = await looked(deps, asker, customer)
  const found = (await recordsOf(deps, of)).find((r) => r.id === record)
  if (!found) throw notFound()
  const titles = await purposeTitles(deps)
  const proofs = of.evidence ? await proofsShown(deps, of.members) : () => []
  const name = [found.purpose, found.channel, found.topic ?? '*'].join(':')
  const receipts = await receiptsNaming(deps.db.$pickTables(), { customers: of.members, names: [`${name}:yes`, `${name}:no`] })
  return {
    record: shown(found, titles, proofs),
    receipts: receipts.map(({ seq, at, leaf, place, checkpoint }) => ({
      seq,
      at: at.toISOString(),
      leaf,
      stands: typeof place === 'string' || !checkpoint ? null : { position: place.position, size: checkpoint.size, signed_at: checkpoint.at.toISOString() },
    })),
    key: deps.signer.shown,
  }
}

/** The look of a colleague, with its receipt. Throws not_found. */
async function looked(deps: DoorDeps, asker: Asker, customer: number): Promise<Of> {
  coveredByKey(asker, 'service')
  const sight = await sightOf(deps, asker, 'service', [customer], deps.clock.now())
  const standing = sight?.standing(customer)
  if (!sight || !standing) throw notFound()
  const refused = sight.refusal(customer)
  const look = { sight, customers: [customer], reason: { kind: 'card' as const }, deed: 'card' as const, categories: ['record'], fields: ['consents'] }
  await noteUse(deps, asker, refused === undefined ? look : { ...look, refused })
  if (refused !== undefined) throw notFound()
  return { customer, members: standing.members, evidence: asker.rights.abilities.includes('consents.enter') }
}

/** One's own, with everything that was kept of it. */
export async function myConsents(deps: DoorDeps, asker: Asker, input: Checked<'myConsents'>): Promise<Outputs['myConsents']> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  const own = await ownSight(deps, asker)
  return own ? pageOf(deps, { ...own.standing, evidence: true }, input) : { items: [], next: null }
}

type Of = { customer: number; members: readonly number[]; evidence: boolean }

const recordsOf = (deps: DoorDeps, { customer, members, evidence }: Of): Promise<ConsentRecord[]> =>
  consentRecords(
    deps.db.$pickTables(),
    [...members].sort((a, b) => a - b),
    {
      ...(evidence ? { open: (place, sealed) => deps.keyring.openRecord(place, sealed) } : {}),
      principal: deps.channels.ids.show('customer', customer),
      page: deps.channels.publicUrl,
    },
  )

async function pageOf(deps: DoorDeps, of: Of, { after, limit }: Checked<'myConsents'>): Promise<Outputs['consents']> {
  const { members, evidence } = of
  const all = await recordsOf(deps, of)
  const rest = after === null ? all : all.filter((r) => r.since.toISOString() < after.at || (r.since.toISOString() === after.at && r.id < after.id))
  const rows = rest.slice(0, limit)
  const last = rest.length > limit ? rows.at(-1) : undefined
  const titles = await purposeTitles(deps)
  const proofs = evidence ? await proofsShown(deps, members) : () => []
  return { items: rows.map((r) => shown(r, titles, proofs)), next: last ? { at: last.since.toISOString(), id: last.id } : null }
}

function shown(
  r: ConsentRecord,
  titles: Awaited<ReturnType<typeof purposeTitles>>,
  proofs: Awaited<ReturnType<typeof proofsShown>>,
): Outputs['consents']['items'][number] {
  return {
    id: r.id,
    purpose: { code: r.purpose, title: titles.get(r.purpose) ?? { en: r.purpose, ru: r.purpose } },
    channel: r.channel,
    topic: r.topic,
    state: r.state,
    since: r.since.toISOString(),
    expires_at: r.expiresAt?.toISOString() ?? null,
    ask_again_at: r.askAgainAt?.toISOString() ?? null,
    shown: r.shown,
    events: r.events.map((e) => ({
      at: e.at.toISOString(),
      state: e.state,
      method: e.method,
      by: e.by.kind,
      role: e.by.role,
      evidence: e.evidenceKind,
      said: e.said,
      proofs: proofs(consentProven(e.hash)),
      number: e.seq,
      hash: e.hash.toString('hex'),
      holds: e.holds,
    })),
    document: r.document,
  }
}
