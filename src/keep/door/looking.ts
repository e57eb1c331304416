import type { LettersLook } from '../channels/index.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

/** A look at the content of one customer, decided and ready to be noted: for what the keep serves itself, past the office. */
export async function lookAtContent(deps: DoorDeps, asker: Asker, purpose: string, customer: number) {
  const sight = await sightOf(deps, asker, purpose, [customer], deps.clock.now())
  const refusal = sight ? (sight.refusal(customer) ?? sight.uncovered('content')) : 'unknown_purpose'
  return {
    members: sight?.members(customer) ?? [],
    /** Whether the role of whoever looks changes what was said and written, too. */
    mayChange: sight?.changes('content') ?? false,
    refusal,
    async note(use: { operation: 'read' | 'write'; fields: 'card' | 'file'; file?: number }): Promise<void> {
      if (!sight) return
      await noteUse(deps, asker, {
        sight,
        customers: [customer],
        reason: use.fields === 'card' ? { kind: 'card' } : { kind: 'file', ...(use.file === undefined ? {} : { id: use.file }) },
        operation: use.operation,
        // What is listed on the card belongs to the card.
        ...(use.fields === 'card' ? { categories: [...sight.purpose.categories], fields: ['card'] } : { categories: ['content'], fields: ['file'] }),
        ...(refusal === undefined ? {} : { refused: refusal }),
      })
    },
  }
}

/** A look at somebody who may be erased: for service, also in the trash, and also when that was asked for already. */
export async function lookToErase(deps: DoorDeps, asker: Asker, customer: number) {
  const sight = await sightOf(deps, asker, 'service', [customer], deps.clock.now(), [], { inTrash: true })
  const refused = sight ? sight.refusal(customer) : 'unknown_purpose'
  const refusal = refused === 'restricted' ? undefined : refused
  return {
    members: sight?.members(customer) ?? [],
    refusal,
    async note(operation: 'read' | 'write'): Promise<void> {
      if (!sight) return
      await noteUse(deps, asker, {
        sight,
        customers: [customer],
        reason: { kind: 'edit' },
        operation,
        categories: ['record'],
        fields: ['erasure'],
        ...(refusal === undefined ? {} : { refused: refusal }),
      })
    },
  }
}

/** A look at letters to these customers, as the built-in mailbox caught them: for service, which the purpose must cover as a whole. */
export async function lookAtLetters(deps: DoorDeps, asker: Asker, customers: readonly number[]): Promise<LettersLook> {
  const sight = await sightOf(deps, asker, 'service', customers, deps.clock.now())
  const uncovered = sight?.uncovered('contact') ?? sight?.uncovered('content')
  return {
    refusal: (customer) => (sight ? (sight.refusal(customer) ?? uncovered) : 'unknown_purpose'),
    async note(use) {
      if (!sight) return
      await noteUse(deps, asker, { sight, reason: { kind: 'mailbox' }, categories: ['contact', 'content'], fields: ['letter'], ...use })
    },
  }
}
