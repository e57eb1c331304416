import { inTransaction, sql } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { contentPlace } from '../customers/index.ts'
import { sealText, unseal } from '../keyring/index.ts'
import { holdStill, noteChange, sightToChange } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

const mostVersions = 20

type Said = { [part: string]: unknown }
type Version = { text: string; until: string }

/**
 * Writes a note anew, or takes its words away (null): for whoever wrote it and nobody else. What it said before stays with it, sealed
 * like it, to be read by whoever may read the note, and by the customer.
 */
export async function rewriteNote(deps: DoorDeps, asker: Asker, input: Checked<'rewriteNote'>): Promise<Outputs['rewriteNote']> {
  const touch = { customers: [input.customer], categories: ['content'], deed: 'note' as const }
  const sight = await sightToChange(deps, asker, touch)
  await noteChange(deps, asker, sight, touch)
  const now = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    await holdStill(tx, [input.customer])
    const { rows } = await sql<{ customer_id: number; sealed: Buffer }>`
      select c.customer_id, c.sealed from keep.content c join fact.interaction i on i.customer_id = c.customer_id and i.id = c.id
      where c.kind = 'interaction' and c.category = 'content' and c.id = ${input.note} and c.customer_id = any(${[...sight.members(input.customer)]}::bigint[])
        and i.kind in ('note', 'call', 'meeting') for update of c`.execute(tx)
    const [row] = rows
    const key = row && (await deps.keyring.existingKeys([row.customer_id], 'content')).get(row.customer_id)
    const place = row && contentPlace(row.customer_id, 'interaction', input.note)
    const plain = row && key && place && unseal(key, place, row.sealed)
    if (!row || !key || !place || !plain) throw notFound()
    const said = partsOf(plain)
    if (asker.actor.kind !== 'staff' || said['by_id'] !== asker.actor.id) throw new AppError('forbidden', 'Only who wrote a note may change it.')
    const next = rewritten(said, input.text, now)
    if (!next) return { changed: false, customer: row.customer_id }
    const sealed = sealText(key, place, JSON.stringify(next))
    await sql`update keep.content set sealed = ${sealed} where customer_id = ${row.customer_id} and kind = 'interaction' and id = ${input.note}`.execute(tx)
    return { changed: true, customer: row.customer_id }
  })
}

function rewritten(said: Said, text: string | null, now: Date): Said | undefined {
  const before = typeof said['text'] === 'string' ? said['text'] : null
  if (before === text) return undefined
  const known: unknown = said['versions']
  const versions: unknown[] = Array.isArray(known) ? known : []
  const past: Version[] = before === null ? [] : [{ text: before, until: now.toISOString() }]
  if (versions.length + past.length > mostVersions)
    throw new AppError('conflict', `A note keeps ${mostVersions} earlier wordings, which is the most. Write a new one.`)
  return { ...said, text, versions: [...versions, ...past], changed_at: now.toISOString() }
}

function partsOf(plain: Buffer): Said {
  const said: unknown = JSON.parse(plain.toString('utf8'))
  return typeof said === 'object' && said !== null ? { ...said } : {}
}
