import { z } from 'zod'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import * as contract from '../contract.ts'
import { type ApiKey, listApiKeys, makeApiKey, revokeApiKey, rotateApiKey } from '../keys.ts'
import { mayMakeKey } from '../roles/making-keys.ts'
import { signingSecretOf } from '../signing.ts'
import { type House, noting } from './caller.ts'
import { deciding } from './deciding.ts'

const perPage = 100

/** Keys of programs. */
export function keyRoutes(house: House): void {
  const { app, on, deps } = house
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
  mount(app, on, contract.addKey, (call) =>
    deciding(house, call, 'keys.manage', async ({ tx, within, giver, side }) => {
      mayMakeKey(giver, call.body, await side.ofRoles())
      const { key, secret } = await makeApiKey({ ...within, db: tx }, call.body, { staff: giver.id, now: call.now })
      const answer = { key: keyRow(key), secret, signing_secret: signingSecretOf(deps.keyring, call.body.source) }
      return { answer, act: 'key.made', subject: { kind: 'key', id: key.id }, facts: { kind: key.kind, scopes: key.scopes.join(',') } }
    }),
  )
  mount(app, on, contract.rotateKey, (call) =>
    deciding(house, call, 'keys.manage', async ({ tx, within, giver, side }) => {
      const id = keyId(call.params.key_id)
      const { overlap_hours } = call.body
      const old = await tx.selectFrom('keep.api_key').selectAll().where('key_id', '=', id).executeTakeFirst()
      if (old) mayMakeKey(giver, old, await side.ofRoles())
      const { key, secret } = await rotateApiKey({ ...within, db: tx }, id, { overlapHours: overlap_hours, staff: giver.id, now: call.now })
      return { answer: { key: keyRow(key), secret }, act: 'key.rotated', subject: { kind: 'key', id }, facts: { overlap_hours } }
    }),
  )
  mount(app, on, contract.revokeKey, (call) =>
    noting(house, call, async (within) => {
      const id = keyId(call.params.key_id)
      await revokeApiKey(within, id, call.now)
      return { answer: { done: true as const }, act: 'key.revoked', subject: { kind: 'key', id } }
    }),
  )
}
