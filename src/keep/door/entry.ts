import { byteaArray, sql } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import { checkUnits, keptAs, whyNotTyped } from '../customers/index.ts'
import { type Care, type CheckedInteraction, checkInteraction, type Interaction, KnownAlready, recordBatch } from '../interactions/index.ts'
import { roleLacksThis, writer } from './changing.ts'
import { categoryIn } from './closed.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'
import { returning } from './returning.ts'
import { mustSeeWhose } from './taken.ts'
import { sourceOf } from './writes.ts'

/**
 * Enters a customer by hand, through the same writer as every other way in. When something that points at them is somebody's
 * already, nothing is written: the answer says whose it is and what of it, and they stay as they are.
 */
export async function create(deps: DoorDeps, asker: Asker, input: Checked<'create'>): Promise<Outputs['create']> {
  writer(asker, 'customers.add')
  rolesOwn(deps, asker, input)
  const now = deps.clock.now()
  const [marker] = await deps.rowIds.next(1)
  const [company] = await deps.db.selectFrom('keep.company').select('country').execute()
  for (const [field, value] of Object.entries(input.fields)) {
    const wrong = value === '' ? undefined : whyNotTyped(field, keptAs(field, value), now, company?.country)
    const place = `fields.${field}`
    if (wrong !== undefined) throw badInput(`${place}: ${wrong}`, place)
  }
  const fields = Object.fromEntries(Object.entries(input.fields).map(([field, value]) => [field, keptAs(field, value)]))
  const event = checkedEntry(
    {
      at: now.toISOString(),
      kind: 'entered',
      channel: 'system',
      direction: 'none',
      // A mark of their own makes them somebody also when an address of theirs is shared by several.
      customer: {
        identifiers: [...input.identifiers, { kind: 'external', value: `hand:${marker}` }],
        kind: input.kind,
        role: input.role,
        fields,
        language: input.language,
      },
      content: { by: asker.name ?? asker.actor.role },
    },
    company?.country,
  )
  const back = await returning(deps, asker, event.identifiers, input.came_back)
  try {
    const person = { ...event.person, begins_with: await careBy(deps, asker, input.units) }
    const entered: CheckedInteraction = { ...event, person, entry: true, ...(back && { came_back: true }) }
    const [outcome] = await recordBatch(deps.record, [entered], {
      now,
      source: sourceOf(asker),
      trust: 'secret',
      alongside: async (tx, [made]) => {
        if (made?.status === 'recorded') await back?.noted(tx)
      },
    })
    if (!outcome || outcome.status === 'refused') throw badInput(outcome?.detail ?? 'It could not be recorded.', outcome?.place)
    await back?.done()
    await deps.directory.follow()
    return { customer: outcome.customer, existed: false, by: null }
  } catch (error) {
    if (!(error instanceof KnownAlready)) throw error
    await mustSeeWhose(deps, asker, error.customer)
    return { customer: error.customer, existed: true, by: await pointerTo(deps, error.customer, event) }
  }
}

/** Who enters somebody says of them only what their role may change. */
function rolesOwn(deps: DoorDeps, asker: Asker, input: Checked<'create'>): void {
  if (asker.actor.kind !== 'staff') return
  const said = [...Object.keys(input.fields).map((field) => categoryIn(deps, field)), ...(input.identifiers.length > 0 ? ['contact'] : [])]
  if (said.some((category) => !asker.rights.changes.some((one) => one === category))) throw new AppError('forbidden', roleLacksThis)
}

/**
 * Who looks after whoever is entered: the units that were said, else the one unit of whoever enters them. Who sees some customers only
 * sees those they entered: theirs are all the units they belong to, and where they see only their own, they are responsible.
 */
async function careBy(deps: DoorDeps, asker: Asker, said: readonly string[] | undefined): Promise<Care> {
  const limited = withinOf(asker) !== undefined
  const theirs = asker.actor.kind === 'staff' && (asker.units.length === 1 || limited) ? asker.units : []
  const units = [...new Set(said ?? theirs)]
  await checkUnits(deps.db.$pickTables(), units, theirs)
  return { units, owner: limited && (asker.rights.customers === 'own' || theirs.length === 0) ? asker.actor.id : null }
}

/** Which of the identifiers that were typed is that customer's, the first of them; null when it is their mark only. */
async function pointerTo(deps: DoorDeps, customer: number, { identifiers }: CheckedInteraction): Promise<string | null> {
  const rows = await sql<{ kind: string }>`
    select q.kind from unnest(${identifiers.map((i) => i.kind)}::text[], ${byteaArray(identifiers.map((i) => deps.keyring.digestText(i.kind, i.value)))}::bytea[])
      with ordinality q(kind, digest, n)
    join keep.identifier i on i.kind = q.kind and i.digest = q.digest
    join keep.customer own on own.customer_id = i.customer_id
    join keep.customer found on found.customer_id = ${customer}
    where coalesce(own.merged_into, own.customer_id) = coalesce(found.merged_into, found.customer_id) order by q.n limit 1`.execute(deps.db)
  return rows.rows[0]?.kind ?? null
}

/** The entry as recording checks it; places in its sentences are those of the caller's own input. */
function checkedEntry(entry: Interaction, country: string | undefined): CheckedInteraction {
  const wrapper = 'entry.customer.'
  try {
    return checkInteraction(entry, 'entry', { trust: 'secret', country })
  } catch (error) {
    throw error instanceof AppError ? badInput(error.message.replace(wrapper, ''), error.place?.replace(wrapper, '')) : error
  }
}
