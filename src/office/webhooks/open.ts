import { outward } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import { tellChanges } from './follow.ts'
import { tellRecipients } from './recipients.ts'
import { webhookRoutes } from './routes.ts'
import type { WebhookTables } from './tables.ts'
import { openTeller } from './teller.ts'

const everyMs = 1_000

/** Mounts webhooks and begins to tell, once a second whatever is due; `allowed` are private networks that may be told. */
export async function openWebhooks(house: House, allowed: string): Promise<{ stop(): Promise<void> }> {
  const { ids, rowIds, clock } = house
  const { log } = house.on
  const db = house.db.$pickTables<keyof WebhookTables>()
  const way = outward(allowed)
  const secrets = new Map<string, string>()

  async function secretOf(webhook: number, version: number): Promise<string> {
    const name = `${webhook} ${version}`
    const known = secrets.get(name)
    if (known !== undefined) return known
    const { secret } = await house.door.ask({ service: 'webhooks' }, 'webhookSecret', { webhook, version })
    secrets.set(name, secret)
    return secret
  }

  webhookRoutes(house, { outward: way, secretOf })
  const teller = openTeller({ db, ids, outward: way, clock, log, secretOf })
  let turn: Promise<void> | undefined
  const look = () => {
    turn ??= tellChanges({ db, rowIds }, clock.now())
      .then(() => tellRecipients(db, clock.now()))
      .then(() => teller.look())
      .catch((error: unknown) => log.warn({ err: error }, 'webhooks could not be looked at; they are looked at again'))
      .finally(() => {
        turn = undefined
      })
    return turn
  }
  // Before anybody can ask for anything: what is followed begins with the first look.
  await look()
  const timer = setInterval(look, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await turn
    },
  }
}
