import type { z } from 'zod'
import { mostPersons, mostSheetPersons } from '../../keep/exports/shapes.ts'
import { sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import { mount } from '../../platform/http/index.ts'
import { countMatching, keptOf, matchingAfter } from '../bulk/index.ts'
import type { House } from '../house.ts'
import { askExport, previewExport } from './contract.ts'
import { feedSoon } from './feed.ts'

/** The first so many are looked at before an export is asked for. */
const looked = 20_000

/** Mounts what is asked before an export runs. */
export function exportRoutes(house: House): void {
  const { app, on, ids, door, rowIds } = house
  const db = house.db.$pickTables<'office.export_who'>()

  mount(app, on, previewExport, async ({ caller, body }) => {
    const who = keptOf(ids, body.who, caller)
    const matching = await countMatching(house, who)
    const { customers } = await matchingAfter(house, who, { after: 0, limit: looked })
    const said = await door.ask(caller.as, 'exportPreview', { customers, purpose: body.purpose, columns: body.columns, persons: matching })
    return {
      matching,
      checked: customers.length,
      allowed: said.allowed,
      left_out: said.left_out,
      columns: said.columns,
      second_person: said.second,
      trouble: troubleOf(matching, body.format),
    }
  })

  mount(app, on, askExport, async ({ caller, body, now }) => {
    const who = keptOf(ids, body.who, caller)
    const id = await rowIds.one()
    const recipient = await givenTo(house, body.recipient)
    const columns = withNumber(withCurrency(body.columns), recipient)
    // Ours goes first: if we die in between, a list of numbers is left that nobody asks for, and a sweep takes it.
    await db
      .insertInto('office.export_who')
      .values({ export_id: id, who: JSON.stringify(who), columns, made_at: now })
      .execute()
    const { purpose, format, why } = body
    const language = caller.person.language ?? 'en'
    const begun = await door
      .ask(caller.as, 'exportBegin', { export: id, purpose, format, why, columns, language, recipient, persons: await countMatching(house, who) })
      .catch(async (error: unknown) => {
        await sql`delete from office.export_who where export_id = ${id}`.execute(db)
        throw error
      })
    await feedSoon(house.db)
    return { id: ids.show('export', id), state: begun.state }
  })
}

type Given = z.output<NonNullable<typeof askExport.body>>['recipient']

/** Throws bad_input for a webhook that there is not. */
async function givenTo({ db, ids }: Pick<House, 'db' | 'ids'>, recipient: Given) {
  if (recipient === null) return null
  const { webhook_id, ...named } = recipient
  if (webhook_id === null) return { ...named, webhook: null }
  const webhook = ids.read('webhook', webhook_id)
  const found = webhook === undefined ? [] : (await sql`select from office.webhook where webhook_id = ${webhook}`.execute(db)).rows
  if (webhook === undefined || found.length === 0) throw badInput('recipient.webhook_id: there is no such webhook', 'recipient.webhook_id')
  return { ...named, webhook }
}

/** Whoever is given a file is told later by that number whose row is meant. */
const withNumber = (columns: readonly string[], recipient: object | null): string[] =>
  recipient === null || columns.includes('id') ? [...columns] : ['id', ...columns]

/** An amount says its currency in the column beside it. */
function withCurrency(columns: readonly string[]): string[] {
  const distinct = [...new Set(columns)]
  if (distinct.includes('currency')) return distinct
  return distinct.flatMap((column) => (column === 'spent' ? ['spent', 'currency'] : [column]))
}

function troubleOf(matching: number, format: z.output<NonNullable<typeof previewExport.body>>['format']): string | null {
  if (matching === 0) return 'Nobody matches, so there is nothing to export.'
  if (format === 'xlsx' && matching > mostSheetPersons) return 'A workbook takes at most 1,048,575 rows: choose CSV, or export fewer people.'
  return matching > mostPersons ? 'An export takes at most a million people: export them in parts.' : null
}
