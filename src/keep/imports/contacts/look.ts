import { leadToErased } from '../../interactions/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Looked } from '../run/job.ts'
import type { Chunk, Reject } from '../run/preset.ts'
import { countReject, type Tally } from '../run/tally.ts'
import type { Contact } from './contact.ts'
import { judge } from './judge.ts'
import { type Filled, keysOf, lookUp } from './known.ts'
import { countSame } from './store.ts'

/** What a dry run of contacts remembers from chunk to chunk: who would be here by then. */
export type Memory = { filled: Map<number, Filled>; known: Set<number>; asked: Set<string> }

export const nothingSeen = (): Memory => ({ filled: new Map(), known: new Set(), asked: new Set() })

/** What storing this chunk would count; nothing is written. */
export async function lookAtContacts(deps: ImportDeps, plan: Plan, chunk: Chunk<Contact>, memory: Memory): Promise<Looked> {
  const { tally } = chunk
  const refused: Reject[] = []
  const here = await lookUp(deps.db, deps.keyring, chunk.things)
  for (const [key, names] of here.filled) if (!memory.filled.has(key)) memory.filled.set(key, names)
  const erased = await leadToErased(deps.record, chunk.things)
  for (const [i, contact] of chunk.things.entries()) {
    const verdict = judge(contact, plan.mapping.duplicates, memory.filled, deps.keyring)
    countSame(tally, verdict)
    if (verdict.is === 'same') continue
    if (erased[i]) {
      if (!contact.salvaged) {
        countReject(tally, 'refused')
        refused.push({ line: contact.line, reason: 'refused', detail: '' })
      }
      continue
    }
    const keys = keysOf(deps.keyring, contact).map((k) => k.key)
    if (!contact.salvaged) tally[verdict.is === 'new' ? 'recorded' : 'updated'] += 1
    if (verdict.is === 'new') tally.customers_new += 1
    const person = keys.map((key) => here.person.get(key)).find((p) => p !== undefined)
    if (person !== undefined) memory.known.add(person)
    countConsents(tally, verdict.contact, person ?? `new ${keys[0]}`, memory)
  }
  return { tally, rejects: [...chunk.rejects, ...refused], parts: chunk.things }
}

function countConsents(tally: Tally, contact: Contact, person: number | string, memory: Memory): void {
  for (const { channel, answer } of contact.consents) {
    const key = `${person} ${channel} ${answer}`
    if (memory.asked.has(key)) continue
    memory.asked.add(key)
    tally[answer === 'yes' ? 'consent_requests' : 'consent_refusals'] += 1
  }
}
