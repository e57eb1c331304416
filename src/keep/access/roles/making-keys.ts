import { AppError } from '../../../platform/errors.ts'
import type { Ability } from '../../../platform/http/index.ts'
import { openedCategories } from './builtIn.ts'
import type { Giver, PurposesOfRoles } from './giving.ts'
import { all } from './rights.ts'

/** What a person needs to do as much as a key of this scope does. */
const needs: { readonly [scope: string]: readonly Ability[] } = {
  record: [],
  read: ['customers.see', 'work.see'],
  change: ['customers.see', 'customers.add', 'customers.change', 'addresses.change', 'customers.tag', 'work.see', 'work.do', 'leads.work'],
  import: ['imports.run'],
  consents: ['consents.enter'],
  registers: ['registers.keep'],
}

/**
 * A key acts for its purposes, and for a clerk's when it names none; it sees every category of every customer. So whoever makes one must be able to do
 * and to see that much: else making a key would be the way round one's role. Throws forbidden.
 */
export function mayMakeKey(giver: Giver, key: { kind: 'write' | 'secret'; scopes: readonly string[]; purposes: readonly string[] }, of: PurposesOfRoles): void {
  const scopes = key.kind === 'write' ? [] : key.scopes.filter((scope) => scope !== 'record')
  if (giver.role === 'admin' || scopes.length === 0) return
  const purposes = key.purposes.length > 0 ? key.purposes : (of.get('clerk') ?? [])
  const able = scopes.every((scope) => {
    const needed = needs[scope]
    return needed !== undefined && all(needed, giver.rights.abilities)
  })
  if (able && giver.rights.customers === 'all' && all(openedCategories, giver.rights.changes) && all(purposes, of.get(giver.role) ?? [])) return
  throw new AppError('forbidden', 'This key could do more than your own role. An administrator can make it.')
}
