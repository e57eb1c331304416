import { notFound } from '../../platform/errors.ts'
import { keyTitles, staffNames } from '../access/index.ts'
import { groupsOf, unitTitles } from '../customers/index.ts'
import { recipientMark, recipientsOfFiles } from '../exports/index.ts'
import { type JournalEntry, type JournalLine, journal as readJournal, visitBefore } from '../receipts/index.ts'
import { allPurposes } from '../terms/index.ts'
import type { Checked, Outputs, Use, Words } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps, guardianRole } from './deps.ts'
import { byLinkOnly } from './my/asker.ts'
import { mustSee } from './sight.ts'

/**
 * Who used what, newest first, refusals too. A customer sees roles and units; colleagues see each other's names; a program is named to both.
 * Whoever came by the link of a message, which may have been forwarded, sees what that message is about.
 */
export async function journal(deps: DoorDeps, asker: Asker, input: Checked<'journal'>): Promise<Outputs['journal']> {
  coveredByKey(asker, 'service')
  await mustSee(deps, asker, [input.customer])
  const db = deps.db.$pickTables()
  const group = (await groupsOf(db, [input.customer])).get(input.customer)
  if (!group) throw notFound()
  const themselves = asker.actor.kind === 'customer'
  if (themselves && (asker.customer === null || !group.includes(asker.customer))) throw notFound()
  const customers = [...group].sort((a, b) => a - b)
  const { from, to, cursor, customer: _, ...wish } = input
  const { lines, next } = await readJournal(db, {
    ...wish,
    customers,
    ...((!themselves || asker.guardian) && { colleagues: true }),
    ...(asker.guardian && { guardian: true }),
    cursor: cursor ?? undefined,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    message: asker.message ?? undefined,
  })
  const before = themselves && cursor === null && !byLinkOnly(asker) && !asker.guardian ? await visitBefore(db, customers, deps.clock.now()) : undefined
  const told = await wordsFor(deps, lines, !themselves)
  return { items: lines.map((line) => useOf(line, customers, told)), next: next ?? null, last_visit: before?.toISOString() ?? null }
}

/** What codes and numbers of a journal are called. Of colleagues nobody learns the name who is not one. */
export type JournalWords = {
  purposes: ReadonlyMap<string, Words>
  units: ReadonlyMap<string, Words>
  staff: ReadonlyMap<number, string>
  api: ReadonlyMap<number, string>
  /** Who was given the file of an export. */
  files: ReadonlyMap<number, { name: string }>
}

export async function wordsFor(deps: DoorDeps, lines: readonly JournalLine[], named: boolean): Promise<JournalWords> {
  const entries = lines.map(([first]) => first)
  const of = (kind: string) => entries.filter((e) => e.actor.kind === kind).map((e) => e.actor.id)
  const colleagues = named ? [...of('staff'), ...entries.flatMap((e) => (e.actor.kind === 'staff' ? (e.onBehalfId ?? []) : []))] : []
  const [purposes, units, staff, api, files] = await Promise.all([
    purposeTitles(deps),
    unitTitles(
      deps.db.$pickTables(),
      entries.flatMap((e) => e.actor.unit ?? []),
    ),
    staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, colleagues),
    keyTitles({ db: deps.db.$pickTables() }, of('api')),
    recipientsOfFiles(
      deps.exports,
      entries.flatMap(({ activity }) => (activity.kind === 'export' ? (activity.id ?? []) : [])),
    ),
  ])
  return { purposes, units, staff, api, files }
}

/** Receipts as a line of the journal of one person (`own`: all their ids). */
export function useOf(line: JournalLine, own: readonly number[], words: JournalWords): Use {
  const [entry] = line
  return {
    id: entry.seq,
    seq: entry.seq,
    customer: entry.customer,
    at: entry.at.toISOString(),
    actor: actorOf(entry, own, words),
    purpose: { code: entry.purpose, title: words.purposes.get(entry.purpose) ?? { en: entry.purpose, ru: entry.purpose } },
    basis: entry.basis ?? null,
    deed: entry.deed,
    operation: entry.operation,
    fields: [...entry.fields],
    categories: [...entry.categories],
    activity: { kind: entry.activity.kind, id: entry.activity.id ?? null },
    channel: entry.channel ?? null,
    recipients: recipientsIn(entry, words),
    decision: entry.decision,
    reason: entry.reasons[0] ?? null,
    message: entry.activity.kind === 'message' ? (entry.activity.id ?? null) : null,
    each: line.map(({ customer, seq, at }) => ({ customer, seq, at: at.toISOString() })),
  }
}

/** A system by its name; whoever was given a file, as long as the receipt bears the mark of that name. */
function recipientsIn({ actor, activity, recipients }: JournalEntry, words: JournalWords): string[] {
  const program = actor.kind === 'api' ? words.api.get(actor.id) : undefined
  const file = activity.kind === 'export' ? words.files.get(activity.id ?? 0) : undefined
  return [...(program === undefined ? [] : [program]), ...(file && recipients.includes(recipientMark(file.name)) ? [file.name] : [])]
}

function actorOf({ actor, onBehalfId }: JournalEntry, own: readonly number[], words: JournalWords): Use['actor'] {
  const { kind } = actor
  const name = kind === 'staff' || kind === 'api' ? (words[kind].get(actor.id) ?? null) : null
  return {
    kind,
    id: name === null || kind !== 'staff' ? 0 : actor.id,
    // Another customer, who saw on their own page where they work, or who acts for a child: never who.
    role: kind === 'customer' && actor.role !== guardianRole && !own.includes(actor.id) ? 'related' : actor.role,
    name,
    as: kind === 'staff' ? (words.staff.get(onBehalfId ?? 0) ?? null) : null,
    unit: words.units.get(actor.unit ?? '') ?? null,
  }
}

export async function purposeTitles(deps: DoorDeps): Promise<Map<string, Words>> {
  return new Map((await allPurposes(deps.db.$pickTables())).map((p) => [p.purpose, p.title]))
}
