import { makeSignInCode } from '../../access/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { sendMany } from '../message/send.ts'

const minutes = 10

/** Sends a code to whoever has this number (E.164). A number that several share would open one person's page to others, so it gets none. */
export async function sendOwnCode(deps: ChannelDeps, phone: string, now: Date): Promise<void> {
  const row = await deps.db
    .selectFrom('keep.identifier')
    .select(['customer_id', 'shared'])
    .where('kind', '=', 'phone')
    .where('digest', '=', deps.keyring.digest('phone', phone))
    .executeTakeFirst()
  const customer = row && !row.shared ? row.customer_id : null
  const code = await makeSignInCode({ db: deps.db.$pickTables(), keyring: deps.keyring }, { phone, customer }, now)
  if (customer === null) return
  await sendMany(
    deps,
    {
      purpose: 'own_view',
      topic: null,
      channels: ['sms'],
      template: 'sign_in_code',
      customers: [{ customer }],
      discreet: true,
      contentKey: `sign_in_code.${await deps.rowIds.one()}`,
      urls: { code },
      latest: new Date(now.getTime() + minutes * 60_000),
    },
    { actor: { kind: 'customer', id: customer, role: 'customer' }, now },
  )
}
