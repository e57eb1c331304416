import { readCheckpoint } from '../verify/note.ts'
import { type Signer, signerOf } from './sign.ts'
import type { LogDb } from './store.ts'

/**
 * The signer of this installation's log. A log keeps the origin under which its first checkpoint was signed, wherever the
 * house moves; `origin` names a log that has none yet. `seed` is the keyring's own key "checkpoint".
 */
export async function houseSigner(db: LogDb, o: { seed: Uint8Array; origin: string }): Promise<Signer> {
  const first = await db.selectFrom('keep.checkpoint').select('note').orderBy('size').limit(1).executeTakeFirst()
  return signerOf((first && readCheckpoint(first.note)?.origin) ?? o.origin, o.seed)
}
