import { badInput } from '../../platform/errors.ts'
import { type FieldWrite, isField, isOwn } from '../customers/index.ts'
import { noteChange, sightToChange } from './changing.ts'
import { categoryIn } from './closed.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { openCovered } from './fields.ts'

type Leading = { from: number; into: number; leading: { [field: string]: 'from' | 'into' } }

/** `differs`: the other side has another. */
type Chosen = Omit<FieldWrite, 'customer'> & { differs: boolean }

/**
 * What a person chose to lead after joining, where the newest would: each value as one side has it, to be written as a new version once they are
 * one. Seen and changed by whoever may do both; noted for both sides.
 */
export async function chosenValues(deps: DoorDeps, asker: Asker, { from, into, leading }: Leading): Promise<Chosen[]> {
  const fields = Object.keys(leading)
  if (fields.length === 0) return []
  const strange = fields.find((field) => !isField(field) && !isOwn(field))
  if (strange) throw badInput(`There is no field "${strange}"; a field of your own begins with x_.`, 'leading')
  const touch = { customers: [from, into], categories: [...new Set(fields.map((field) => categoryIn(deps, field)))], deed: 'write' as const, fields }
  const sight = await sightToChange(deps, asker, touch, (seen) => fields.every((field) => seen.covers(categoryIn(deps, field), field)))
  await noteChange(deps, asker, sight, touch)
  const opened = await openCovered(deps, sight, new Map([from, into].map((id) => [id, sight.members(id)])))
  const of = (id: number, field: string) => opened.get(id)?.get(field)?.value ?? null
  return fields.map((field) => ({ field, value: of(leading[field] === 'from' ? from : into, field), differs: of(from, field) !== of(into, field) }))
}
