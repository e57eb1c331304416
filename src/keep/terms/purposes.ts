import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import { registerNotice } from './notices.ts'
import { alwaysChecked, checks, forThemselves, type Need } from './register/contract.ts'
import type { TermsTables } from './tables.ts'

// The register of purposes, in the terms of W3C's DPV 2.3 (https://w3id.org/dpv). A purpose is changed by a new version.

export type Words = { [language: string]: string }
export const legalBases = ['consent', 'contract', 'legal_obligation', 'legitimate_interest'] as const
export type LegalBasis = (typeof legalBases)[number]

export { checks }
export type Check = (typeof checks)[number]

export type Purpose = {
  purpose: string
  version: number
  /** A short number for columns of codes; the same in every version. */
  number: number
  parent: string | null
  /** The wider purposes this one is part of, the nearest first (keep.purpose_tree). */
  above: readonly string[]
  dpv: { name: string; iri: string }
  legalBasis: LegalBasis
  /** Categories of data it may open. */
  categories: readonly string[]
  /** Fields it may open within them; ['*'] for all. */
  fields: readonly string[]
  /** Channels it may contact by; none: it contacts nobody. */
  channels: readonly string[]
  checks: ReadonlySet<Check>
  /** Roles of staff that may act for it. */
  roles: readonly string[]
  retention: string
  /** The text by which people are asked (notices.ts); one that rests on consent has one. */
  notice: string | null
  /** How long a yes holds (period.ts); null: until it is taken back. */
  consentFor: string | null
  /** How long whoever said no is left alone. */
  askAgain: string
  /** Whom data goes to besides the company. */
  recipients: readonly string[]
  /** Uses beyond serving somebody, which an agreement permits or not. */
  needs: readonly Need[]
  /** To which part of life it belongs: data that is kept for it comes from there. Null: not said. */
  context: string | null
  /** Whether decisions that weigh on a person are made for it: those use data of its context only. */
  weighs: boolean
  title: Words
  explanation: Words
  registeredAt: Date
}

type Asking = Pick<Purpose, 'notice' | 'consentFor' | 'askAgain' | 'recipients' | 'needs' | 'context' | 'weighs'>
/** Of how people are asked, what is left out is as usual. */
export type NewPurpose = Omit<Purpose, 'version' | 'number' | 'above' | 'checks' | 'registeredAt' | keyof Asking> &
  Partial<Asking> & { checks: readonly Check[] }

export const usualAskAgain = 'P180D'

/** The DPV terms of the legal bases, general and by the GDPR extension. */
export const legalBasisIri = {
  consent: ['https://w3id.org/dpv#Consent', 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-a'],
  contract: ['https://w3id.org/dpv#Contract', 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-b'],
  legal_obligation: ['https://w3id.org/dpv#LegalObligation', 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-c'],
  legitimate_interest: ['https://w3id.org/dpv#LegitimateInterest', 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-f'],
} as const satisfies Record<LegalBasis, readonly [string, string]>

/** Adds a purpose, or a new version of it. Gives the version in force from now on; what says the same adds nothing. */
export async function registerPurpose(tx: Tx<TermsTables>, wanted: NewPurpose, at: { actor: Actor; now: Date }): Promise<number> {
  const needed = alwaysChecked.filter((check) => check !== 'standing' || wanted.dpv.name !== forThemselves)
  for (const check of needed) if (!wanted.checks.includes(check)) throw badInput(`A purpose cannot do without the check "${check}".`, 'checks')
  await oneAtATime(tx)
  const known = await allPurposes(tx)
  const before = known.filter((p) => p.purpose === wanted.purpose).at(-1)
  underOthers(wanted, known)
  const said = withAsking(wanted, before)
  if (said.weighs && said.context === null) throw badInput('context: a purpose for which decisions weigh on people belongs to a context', 'context')
  if (said.weighs && !said.checks.includes('context')) throw badInput('checks: a purpose for which decisions weigh on people needs the check context', 'checks')
  if (before && !before.retired && same(before, said)) return before.version
  if (said.notice !== null) await textFor(tx, { ...said, notice: said.notice }, at)
  const version = (before?.version ?? 0) + 1
  const number = before?.number ?? Math.max(0, ...known.map((p) => p.number)) + 1
  await tx
    .insertInto('keep.purpose')
    .values({
      purpose: said.purpose,
      version,
      number,
      parent: said.parent,
      dpv_name: said.dpv.name,
      dpv_iri: said.dpv.iri,
      legal_basis: said.legalBasis,
      categories: [...said.categories],
      fields: [...said.fields],
      channels: [...said.channels],
      checks: [...said.checks],
      roles: [...said.roles],
      retention: said.retention,
      notice: said.notice,
      consent_for: said.consentFor,
      ask_again: said.askAgain,
      recipients: [...said.recipients],
      needs: [...said.needs],
      context: said.context,
      weighs: said.weighs,
      title: said.title,
      explanation: said.explanation,
      registered_at: at.now,
      by_kind: at.actor.kind,
      by_id: at.actor.id,
      retired: false,
    })
    .execute()
  return version
}

/** A parent is in use, and going up from it never comes back. The database holds to it too. */
function underOthers({ purpose, parent }: NewPurpose, known: readonly (Purpose & { retired: boolean })[]): void {
  if (parent === null) return
  const wider = known.filter((p) => p.purpose === parent).at(-1)
  if (parent === purpose || wider?.above.includes(purpose)) throw badInput('parent: a purpose cannot stand under itself', 'parent')
  if (!wider || wider.retired) throw badInput(`parent: there is no purpose "${parent}" in use`, 'parent')
}

/** A purpose that rests on consent asks by a text of its own code when it names no other. */
function withAsking(said: NewPurpose, before: Purpose | undefined): NewPurpose & Asking {
  const notice = said.notice ?? before?.notice ?? (said.legalBasis === 'consent' ? said.purpose : null)
  const consentFor = said.consentFor === undefined ? (before?.consentFor ?? null) : said.consentFor
  return {
    ...said,
    notice,
    consentFor,
    askAgain: said.askAgain ?? before?.askAgain ?? usualAskAgain,
    recipients: said.recipients ?? before?.recipients ?? [],
    needs: said.needs ?? before?.needs ?? [],
    context: said.context === undefined ? (before?.context ?? null) : said.context,
    weighs: said.weighs ?? before?.weighs ?? false,
  }
}

/** What nobody has written yet is what the register itself says of the purpose: then people see these very words. */
async function textFor(tx: Tx<TermsTables>, said: NewPurpose & { notice: string }, at: { actor: Actor; now: Date }): Promise<void> {
  if (await tx.selectFrom('keep.notice').select('version').where('notice', '=', said.notice).executeTakeFirst()) return
  for (const [language, title] of Object.entries(said.title)) {
    const explained = said.explanation[language]
    if (explained !== undefined) await registerNotice(tx, { notice: said.notice, version: 1, language, body: `${title}. ${explained}` }, at)
  }
}

/** Takes a purpose out of use: from now on it permits nothing. Its versions stay readable. */
export async function retirePurpose(tx: Tx<TermsTables>, purpose: string, at: { actor: Actor; now: Date }): Promise<void> {
  await oneAtATime(tx)
  const part = [...(await purposesNow(tx)).values()].find((p) => p.parent === purpose)
  if (part) throw new AppError('conflict', `The purpose "${part.purpose}" is part of this one. Put it elsewhere or retire it first.`)
  const done = await sql`
    insert into keep.purpose (purpose, version, number, parent, dpv_name, dpv_iri, legal_basis, categories, fields, channels, checks, roles, retention, title, explanation,
      notice, consent_for, ask_again, recipients, needs, context, weighs, registered_at, by_kind, by_id, retired)
    select purpose, version + 1, number, parent, dpv_name, dpv_iri, legal_basis, categories, fields, channels, checks, roles, retention, title, explanation,
      notice, consent_for, ask_again, recipients, needs, context, weighs, ${at.now}, ${at.actor.kind}, ${at.actor.id}, true
    from (select * from keep.purpose where purpose = ${purpose} order by version desc limit 1) last where not retired`.execute(tx)
  if (!done.numAffectedRows) throw new AppError('not_found', `There is no purpose "${purpose}" in use.`)
}

/** The register changes for one at a time, and waits for whoever publishes by it (reach.ts). */
export const oneAtATime = (tx: Tx<TermsTables>) => sql`select pg_advisory_xact_lock(hashtext('keep.purpose'))`.execute(tx)

/** The purposes in force, by name. */
export async function purposesNow(db: Db<TermsTables>): Promise<Map<string, Purpose>> {
  const rows = await inTree(db).distinctOn('p.purpose').orderBy('p.purpose').orderBy('p.version', 'desc').execute()
  return new Map(rows.filter((r) => !r.retired).map((r) => [r.purpose, purposeOf(r)]))
}

/** Every version of every purpose, oldest first: what a receipt of last year meant. */
export async function allPurposes(db: Db<TermsTables>): Promise<(Purpose & { retired: boolean })[]> {
  const rows = await inTree(db).orderBy('p.purpose').orderBy('p.version').execute()
  return rows.map((row) => ({ ...purposeOf(row), retired: row.retired }))
}

const inTree = (db: Db<TermsTables>) =>
  db.selectFrom('keep.purpose as p').leftJoin('keep.purpose_tree as t', 't.purpose', 'p.purpose').selectAll('p').select('t.above')

/** The codes of all that are part of this one, at whatever distance. */
export const partsOf = (purposes: ReadonlyMap<string, Purpose>, purpose: string): string[] =>
  [...purposes.values()].filter((p) => p.above.includes(purpose)).map((p) => p.purpose)

type Row = Omit<TermsTables['keep.purpose'], 'by_kind' | 'by_id' | 'retired'> & { above: readonly string[] | null }

/** A stored row as a purpose. */
export function purposeOf(row: Row): Purpose {
  return {
    purpose: row.purpose,
    version: row.version,
    number: row.number,
    parent: row.parent,
    above: row.above ?? [],
    dpv: { name: row.dpv_name, iri: row.dpv_iri },
    legalBasis: row.legal_basis,
    categories: row.categories,
    fields: row.fields,
    channels: row.channels,
    checks: new Set(checks.filter((c) => c === 'present' || row.checks.includes(c))),
    roles: row.roles,
    retention: row.retention,
    notice: row.notice,
    consentFor: row.consent_for,
    askAgain: row.ask_again,
    recipients: row.recipients,
    needs: row.needs,
    context: row.context,
    weighs: row.weighs,
    title: row.title,
    explanation: row.explanation,
    registeredAt: row.registered_at,
  }
}

/** Lists are sets: another order says the same. */
function same(a: Purpose, b: NewPurpose & Asking): boolean {
  const plain = (p: (NewPurpose & Asking) | Purpose) =>
    JSON.stringify([
      p.parent,
      p.dpv.name,
      p.dpv.iri,
      p.legalBasis,
      p.categories.toSorted(),
      p.fields.toSorted(),
      p.channels.toSorted(),
      checks.filter((c) => c === 'present' || new Set(p.checks).has(c)),
      p.roles.toSorted(),
      p.retention,
      p.notice,
      p.consentFor,
      p.askAgain,
      p.recipients,
      p.needs.toSorted(),
      p.context,
      p.weighs,
      words(p.title),
      words(p.explanation),
    ])
  return plain(a) === plain(b)
}

const words = (w: Words) => Object.entries(w).sort(([a], [b]) => (a < b ? -1 : 1))
