import { createHash } from 'node:crypto'
import { AppError } from '../../platform/errors.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

/** The secret of one version of a webhook, the same whenever it is asked for. Only the house's own job that tells may ask. */
export async function webhookSecret(deps: DoorDeps, asker: Asker, { webhook, version }: Checked<'webhookSecret'>): Promise<Outputs['webhookSecret']> {
  if (asker.actor.kind !== 'service') throw new AppError('forbidden', 'Only the house itself asks for the secrets of webhooks.')
  const made = createHash('sha256')
    .update(deps.keyring.digestText('webhook', `${webhook} ${version}`), 'latin1')
    .digest('base64')
  return { secret: `whsec_${made}` }
}
