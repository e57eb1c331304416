import { createHash } from 'node:crypto'
import { type Db, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import { type Asking, withAudiences } from '../asking.ts'
import { checkRule } from '../check.ts'
import type { AskedRule } from '../choosing.ts'
import { type Rule, rule } from '../rule.ts'
import { findAudiences } from '../store.ts'
import type { AudienceTables } from '../tables.ts'
import { eventsAsked, placedDeep } from '../walk.ts'

// Audiences that live, each with all that its rule is read by at one moment.

export type Reading = {
  db: Db<AudienceTables>
  ids: Pick<Opaque, 'read' | 'show'>
  /** What rules for a purpose are read by, now. */
  askingFor(use: string, now: Date): Promise<Asking>
}

export type Live = {
  audience: number
  /** Undefined: the rule cannot be asked any more (`trouble` says why), and chooses nobody. */
  asked: AskedRule | undefined
  trouble: string | null
  /** The same as long as the rule and what it is read by are the same. */
  digest: string
  /** Words of the rule and of the audiences it names. */
  speaksOf: { categories: boolean; classes: boolean }
}

/** All that live, as of now. */
export async function liveAudiences({ db, ids, askingFor }: Reading, now: Date): Promise<Live[]> {
  const { rows } = await sql<{ audience_id: number; purpose: string; rule: unknown }>`
    select l.audience_id, l.purpose, a.rule from office.audience_live l join office.audience a using (audience_id) where a.deleted_at is null order by l.audience_id`.execute(
    db,
  )
  const find = findAudiences({ db, ids })
  const byPurpose = new Map<string, Promise<Asking>>()
  const found: Live[] = []
  for (const row of rows) {
    const said = rule.parse(row.rule)
    const common = byPurpose.get(row.purpose) ?? askingFor(row.purpose, now)
    byPurpose.set(row.purpose, common)
    found.push({ audience: row.audience_id, ...(await readOne(said, common, find)) })
  }
  return found
}

async function readOne(said: Rule, common: Promise<Asking>, find: ReturnType<typeof findAudiences>): Promise<Omit<Live, 'audience'>> {
  try {
    const asking = await withAudiences(await common, said, find)
    checkRule(said, asking)
    const text = definitionOf(said, asking)
    return {
      asked: { rule: said, asking },
      trouble: null,
      digest: digestOf(text),
      speaksOf: { categories: text.includes('"category"'), classes: text.includes('"value_class"') },
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad_input') throw error
    return { asked: undefined, trouble: error.message, digest: digestOf(`not asked: ${error.message}`), speaksOf: { categories: false, classes: false } }
  }
}

/** Everything besides the facts that decides about whom a rule chooses. */
function definitionOf(said: Rule, asking: Asking): string {
  const conditions = placedDeep(said, asking.audiences).map(({ condition }) => condition)
  const fields = conditions.flatMap((one) => ('own' in one ? [asking.fields.get(one.own.field)] : []))
  const traits = conditions.flatMap((one) => ('trait' in one ? [asking.traits.get(one.trait.trait)] : []))
  const lists = conditions.flatMap((one) => ('list' in one ? [asking.lists.get(one.list)] : []))
  const kinds = conditions.flatMap((one) => eventsAsked(one, asking.traits).map(({ event }) => asking.kinds.get(event.kind)))
  return JSON.stringify({
    conditions,
    rules: [said, ...[...asking.audiences.values()].map((named) => named.rule)],
    fields: fields.map((field) => field && { code: field.code, type: field.type, purposes: field.purposes }),
    traits: traits.map((trait) => trait && { definition: trait.definition, deleted: trait.deleted }),
    kinds: kinds.map((kind) => kind && { code: kind.code, purposes: kind.purposes }),
    lists: lists.map((list) => list && { purpose: list.purpose }),
    use: asking.use,
    asksLeave: asking.asksLeave,
    zone: asking.zone,
  })
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url')
