import { notFound } from '../../../platform/errors.ts'
import { groupsOf } from '../../customers/index.ts'
import { proofOf } from '../../receipts/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { byLinkOnly, onlyByMessage, ownId } from './asker.ts'

/** One receipt of the customer who asks, with the proof that it stands in the log; of anybody else's there is none. */
export async function myProof(deps: DoorDeps, asker: Asker, input: Checked<'myProof'>): Promise<Outputs['myProof']> {
  const own = ownId(asker)
  if (byLinkOnly(asker)) throw onlyByMessage()
  const db = deps.db.$pickTables()
  const customers = (await groupsOf(db, [own])).get(own)
  if (!customers) throw notFound()
  const { text, place, checkpoint, proof } = await proofOf(db, { customers, seq: input.seq, at: new Date(input.at) })
  const stands = typeof place === 'string' || !checkpoint || proof === undefined ? null : { position: place.position, size: checkpoint.size, proof }
  return { receipt: text, key: deps.signer.shown, stands: stands && { ...stands, signed_at: checkpoint?.at.toISOString() ?? '' } }
}
