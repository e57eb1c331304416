import { mustBeFresh } from '../../access/index.ts'
import { signCopy } from '../../receipts/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { byLinkOnly, gone, onlyByMessage } from './asker.ts'
import { ownSight } from './own.ts'

/** Notes that a customer takes everything along, before any of it is read. Whoever sits before a page that was left open gets nothing. */
export async function myBeginCopy(deps: DoorDeps, asker: Asker): Promise<Outputs['myBeginCopy']> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  mustBeFresh(asker, deps.clock.now())
  await takenBy(deps, asker)
  return { company: await companyName(deps), url: deps.channels.publicUrl }
}

/** Signs the list of what a customer takes along, in the company's name and at this moment. */
export async function mySignCopy(deps: DoorDeps, asker: Asker, { files }: Checked<'mySignCopy'>): Promise<Outputs['mySignCopy']> {
  await takenBy(deps, asker)
  return signCopy(deps.signer, { at: deps.clock.now().toISOString(), company: await companyName(deps), files })
}

async function takenBy(deps: DoorDeps, asker: Asker): Promise<void> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  if (!(await ownSight(deps, asker, 'copy'))) throw gone()
}

async function companyName({ db }: DoorDeps): Promise<string> {
  const company = await db.selectFrom('keep.company').select('name').executeTakeFirst()
  return company?.name ?? ''
}
