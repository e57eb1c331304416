import { z } from 'zod'
import { type Db, inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import type { House } from '../../house.ts'
import { type Asking, askingFor, isKeptFor } from '../asking.ts'
import { rule } from '../rule.ts'
import { findAudiences } from '../store.ts'
import { placed } from '../walk.ts'
import { wrongDefinition } from './check.ts'
import * as contract from './contract.ts'
import { type TraitDefinition, traitDefinition, typeOf } from './definition.ts'
import { allAreDue, counted } from './keep.ts'
import { leastGroup, spreadOf } from './preview.ts'
import type { TraitRow } from './store.ts'

/** Each is counted of whoever changes. */
const mostTraits = 50
const perPage = 50

/** Mounts computed traits. */
export function traitRoutes(house: House): void {
  const { app, on, ids, door, db } = house
  const find = findAudiences({ db: db.$pickTables(), ids })
  const askingNow = (now: Date) => askingFor({ door, find }, { use: counted, now })
  const pages = pagesOf(ids, 'traits', z.string())

  mount(app, on, contract.listTraits, async ({ caller, query: { cursor, limit = perPage }, now }) => {
    const after = pages.after(cursor)
    const { rows } = await sql<TraitRow>`
      select * from office.trait where deleted_at is null and (${after ?? null}::text is null or trait collate "C" > ${after ?? null}) order by trait collate "C" limit ${limit + 1}`.execute(
      db,
    )
    const page = pages.page(rows, limit, (row) => row.trait)
    return { items: await shown(caller, page.rows, now), next_cursor: page.next_cursor }
  })

  mount(app, on, contract.addTrait, async ({ caller, body, now }) => {
    const asking = await askingNow(now)
    mustBeRight(body.definition, asking)
    if (asking.traits.has(body.trait)) throw new AppError('conflict', `There is or was a trait "${body.trait}"; rules may name it, so choose another name.`)
    if ([...asking.traits.values()].filter(({ deleted }) => !deleted).length >= mostTraits)
      throw new AppError('conflict', `There are ${mostTraits} traits, which is the most; delete one of them first.`)
    await inTransaction(db, async (tx) => {
      await sql`insert into office.trait (trait, title, definition, type, made_by, created_at)
        values (${body.trait}, ${JSON.stringify(body.title)}::jsonb, ${JSON.stringify(body.definition)}::jsonb, ${typeOf(body.definition, asking.kinds)}, ${caller.person.actor.id}, ${now})`.execute(
        tx,
      )
      await allAreDue(tx)
    })
    return inUse(caller, await get(body.trait), now)
  })

  mount(app, on, contract.previewTrait, async ({ body, now }) => {
    const asking = await askingNow(now)
    mustBeRight(body.definition, asking)
    const trait = { trait: 'preview', title: {}, definition: body.definition, version: 1, deleted: false }
    const spread = await spreadOf({ db, analyst: house.analyst }, trait, asking)
    return { type: typeOf(body.definition, asking.kinds), closed: isClosed(body.definition, asking), ...spread }
  })

  mount(app, on, contract.readTrait, async ({ caller, params, now }) => inUse(caller, await get(params.trait), now))

  mount(app, on, contract.changeTrait, async ({ caller, params, body, now }) => {
    const row = await get(params.trait)
    if (body.definition) {
      const asking = await askingNow(now)
      mustBeRight(body.definition, asking)
      await redefine(row.trait, body.definition, { type: typeOf(body.definition, asking.kinds), seen: body.version, by: caller.person.actor.id, now })
    }
    if (body.title) await sql`update office.trait set title = ${JSON.stringify(body.title)}::jsonb where trait = ${row.trait}`.execute(db)
    return inUse(caller, await get(params.trait), now)
  })

  mount(app, on, contract.removeTrait, async ({ params, now }) => {
    const row = await get(params.trait)
    await inTransaction(db, async (tx) => {
      await sql`select from office.trait where trait = ${row.trait} for update`.execute(tx)
      const [user] = await usersOf(tx, row.trait)
      if (user) throw new AppError('conflict', `The audience "${user.title}" asks this trait: change or delete that first.`)
      await sql`update office.trait set deleted_at = ${now} where trait = ${row.trait}`.execute(tx)
      await sql`delete from office.trait_value where trait = ${row.trait}`.execute(tx)
    })
    return { done: true as const }
  })

  async function get(code: string): Promise<TraitRow> {
    const { rows } = await sql<TraitRow>`select * from office.trait where trait = ${code} and deleted_at is null`.execute(db)
    const [row] = rows
    if (!row) throw notFound()
    return row
  }

  function redefine(code: string, definition: TraitDefinition, { type, seen, by, now }: { type: string; seen: number | undefined; by: number; now: Date }) {
    return inTransaction(db, async (tx) => {
      const { rows } = await sql<{ version: number }>`select version from office.trait where trait = ${code} for update`.execute(tx)
      if (seen !== undefined && rows[0]?.version !== seen)
        throw new AppError('conflict', 'Somebody changed the definition of this trait meanwhile. Look at it again, then change it.')
      const said = JSON.stringify(definition)
      const changed = await sql`
        with was as (select trait, version, definition from office.trait where trait = ${code} and definition <> ${said}::jsonb),
        kept as (insert into office.trait_version (trait, version, definition, until) select trait, version, definition, ${now} from was)
        update office.trait t set definition = ${said}::jsonb, type = ${type}, version = t.version + 1, changed_at = ${now}, changed_by = ${by}, compared_at = null, differing = 0
        from was where t.trait = was.trait`.execute(tx)
      if (changed.numAffectedRows) await allAreDue(tx)
    })
  }

  async function shown(caller: Caller, rows: readonly TraitRow[], now: Date) {
    if (rows.length === 0) return []
    const asking = await askingNow(now)
    const makers = [...new Set(rows.map((row) => row.made_by))]
    const colleagues = await door.ask(caller.as, 'colleagues', { ids: makers })
    const kept = await sql<{ trait: string; n: number }>`
      select v.trait, count(*)::int as n from office.trait_value v join office.trait t using (trait, version) where v.trait = any(${rows.map((row) => row.trait)}::text[]) group by v.trait`.execute(
      db,
    )
    const waiting = (await sql<{ n: number }>`select count(*)::int as n from office.trait_due`.execute(db)).rows[0]?.n ?? 0
    return rows.map((row) => {
      const definition = traitDefinition.parse(row.definition)
      const by = colleagues.find((each) => each.id === row.made_by)
      const have = kept.rows.find((each) => each.trait === row.trait)?.n ?? 0
      const [wrong] = wrongDefinition(definition, asking)
      return {
        trait: row.trait,
        title: row.title,
        definition,
        type: typeOf(definition, asking.kinds),
        version: row.version,
        created_at: row.created_at.toISOString(),
        changed_at: row.changed_at?.toISOString() ?? null,
        made_by: by ? { ...by, id: ids.show('staff', by.id) } : null,
        trouble: wrong ? `${wrong.place}: ${wrong.sentence}` : null,
        closed: isClosed(definition, asking),
        have: have > 0 && have < leastGroup ? null : have,
        waiting,
        compared_at: row.compared_at?.toISOString() ?? null,
        differing: row.differing,
      }
    })
  }

  async function inUse(caller: Caller, row: TraitRow, now: Date) {
    const [one] = await shown(caller, [row], now)
    if (!one) throw notFound()
    const before = await sql<{ version: number; definition: unknown; until: Date }>`
      select version, definition, until from office.trait_version where trait = ${row.trait} order by version desc limit ${mostVersions}`.execute(db)
    return {
      ...one,
      used_by: (await usersOf(db, row.trait)).map(({ audience_id, title }) => ({ id: ids.show('audience', audience_id), title })),
      before: before.rows.map((each) => ({ version: each.version, definition: traitDefinition.parse(each.definition), until: each.until.toISOString() })),
    }
  }
}

const mostVersions = 50

function mustBeRight(definition: TraitDefinition, asking: Asking): void {
  const [wrong] = wrongDefinition(definition, asking)
  if (wrong) throw badInput(`${wrong.place}: ${wrong.sentence}`, wrong.place)
}

/** Whether what it counts is kept for other purposes than analysis. */
function isClosed({ of }: TraitDefinition, asking: Asking): boolean {
  const kind = 'event' in of ? asking.kinds.get(of.event.kind) : undefined
  return kind !== undefined && !isKeptFor(kind, asking)
}

/** Audiences whose rules ask it, the newest first. */
async function usersOf<T>(db: Pick<Db<T>, 'getExecutor'>, code: string): Promise<{ audience_id: number; title: string }[]> {
  const { rows } = await sql<{ audience_id: number; title: string; rule: unknown }>`
    select audience_id, title, rule from office.audience where deleted_at is null and rule::text like ${`%"${code}"%`} order by audience_id desc`.execute(db)
  return rows.filter((one) => placed(rule.parse(one.rule)).some(({ condition }) => 'trait' in condition && condition.trait.trait === code))
}
