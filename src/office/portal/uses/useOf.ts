import type { z } from 'zod'
import type { Use } from '../../../keep/door/contract.ts'
import { type Activities, lineOf } from '../../console/index.ts'
import type { House } from '../../house.ts'
import type { use as shape } from './contract.ts'

const noneNamed: Activities = new Map()

/** A use or a refusal as its customer reads it: whoever it was stands there by role and unit. */
export function useOf(ids: House['ids'], use: Use, activities = noneNamed): z.output<typeof shape> {
  return {
    ...lineOf(ids, use, activities),
    actor: { kind: use.actor.kind, role: use.actor.role, unit: use.actor.unit },
    basis: use.basis ?? '',
    recipients: use.recipients,
    message_id: use.message === null ? null : ids.show('message', use.message),
  }
}
