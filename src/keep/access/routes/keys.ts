import { z } from 'zod'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import * as contract from '../contract.ts'
import { type ApiKey, listApiKeys, makeApiKey, revokeApiKey, rotateApiKey } from '../keys.ts'
import { signingSecretOf } from '../signing.ts'
import { type House, staffOf } from './caller.ts'

const perPage = 100

/** Keys of programs. */
export function keyRoutes({ app, on, deps }: House): void {
  const { ids } = deps
  const keyId = (shown: string): number => {
    const id = ids.read('key', shown)
    if (id === undefined) throw notFound()
    return id
  }
  const keyRow = (k: ApiKey): z.input<typeof contract.apiKey> => ({
    id: ids.show('key', k.id),
    kind: k.kind,
    title: k.title,
    source: k.source,
    scopes: [...k.scopes],
    purposes: [...k.purposes],
    hint: k.hint,
    made_at: k.made_at.toISOString(),
    used_at: k.used_at?.toISOString() ?? null,
  })

  mount(app, on, contract.listKeys, async ({ query: { cursor, limit = perPage }, now }) => {
    const pages = pagesOf(ids, 'keys', z.int())
    const { rows, next_cursor } = pages.page(await listApiKeys(deps, { after: pages.after(cursor), limit: limit + 1 }, now), limit, (k) => k.id)
    return { items: rows.map(keyRow), next_cursor }
  })
  mount(app, on, contract.addKey, async ({ caller, body, now }) => {
    const made = await makeApiKey(deps, body, { staff: staffOf(caller).id, now })
    return { key: keyRow(made.key), secret: made.secret, signing_secret: signingSecretOf(deps.keyring, body.source) }
  })
  mount(app, on, contract.rotateKey, async ({ caller, params, body, now }) => {
    const made = await rotateApiKey(deps, keyId(params.key_id), { overlapHours: body.overlap_hours, staff: staffOf(caller).id }, now)
    return { key: keyRow(made.key), secret: made.secret }
  })
  mount(app, on, contract.revokeKey, async ({ params, now }) => {
    await revokeApiKey(deps, keyId(params.key_id), now)
    return { done: true as const }
  })
}
