import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Hono } from 'hono'
import { systemClock } from '../../platform/clock.ts'
import { type Db, inTransaction } from '../../platform/db/index.ts'
import { idBlocks, opaque } from '../../platform/ids/index.ts'
import { logger } from '../../platform/log.ts'
import { type AccessDeps, type AccessTables, apiKeyOf, makeApiKey } from '../access/index.ts'
import { startCourier } from '../courier/index.ts'
import { type Opened, openStore, today } from '../interactions/testing.ts'
import { registerStartingTerms } from '../terms/index.ts'
import type { ImportView } from './contract.ts'
import { type ImportingTables, type Imports, importRoutes, openImports } from './index.ts'

export type Importing = Opened & {
  imports: Imports
  tables: Db<ImportingTables>
  home: string
  app: Hono
  key: string
  /** Another key, with these scopes. */
  keyWith(scopes: string[]): Promise<string>
  /** Calls an endpoint as the program that holds the key; gives the answer whatever its status. */
  call(method: string, path: string, body?: unknown, more?: { [header: string]: string }): Promise<Response>
  upload(file: Buffer | string, query?: { [name: string]: string }): Promise<ImportView>
  /** Changes some of the mapping as it stands. */
  map(id: string, change: object): Promise<ImportView>
  /** Dry run, run, stop, resume or undo, and the import as it stands when nothing is going on any more. */
  act(id: string, verb: string): Promise<ImportView>
  get(id: string): Promise<ImportView>
  /** A second keep's imports on the same store and folder. */
  again(): Imports
}

/** A store with a keep that can import into it, over the endpoints as a program calls them. */
export async function openImporting(t: TestContext, o: { home?: string; patienceMs?: number } = {}): Promise<Importing> {
  const opened = await openStore(t)
  const courier = startCourier()
  const home = o.home ?? mkdtempSync(join(tmpdir(), 'rapport-imports-'))
  const open = () => openImports({ record: opened.deps, courier, clock: systemClock, log: logger('test'), home })
  const imports = open()
  const tables: Db<ImportingTables> = imports.deps.db
  await inTransaction(tables, (tx) => registerStartingTerms(tx.$pickTables(), { actor: { kind: 'service', id: 0, role: 'house' }, now: today }))
  const access: AccessDeps = { db: tables.withTables<AccessTables>().$pickTables(), keyring: opened.keyring, rowIds: idBlocks(tables, 'keep.row_id_seq') }
  const keyOf = async (scopes: string[]) =>
    (await makeApiKey(access, { kind: 'secret', title: 'import', source: 'shop', scopes, purposes: [] }, { staff: 0, now: today })).secret
  const key = await keyOf(['import'])
  const routes = {
    imports: imports.deps,
    runner: imports.runner,
    ids: opaque('test'),
    authenticate: async () => undefined,
    apiKeyOf: (secret: string) => apiKeyOf(access, secret, systemClock.now()),
    ...(o.patienceMs === undefined ? {} : { patienceMs: o.patienceMs }),
  }
  const app = importRoutes(routes)
  t.after(async () => {
    await imports.close()
    courier.close()
    if (o.home === undefined) rmSync(home, { recursive: true, force: true })
  })

  const call: Importing['call'] = async (method, path, body, more = {}) => {
    const raw = Buffer.isBuffer(body) ? new Uint8Array(body) : undefined
    const init = { method, headers: { authorization: `Bearer ${key}`, ...(body !== undefined && !raw ? { 'content-type': 'application/json' } : {}), ...more } }
    return app.request(path, body === undefined ? init : { ...init, body: raw ?? JSON.stringify(body) })
  }
  const view = async (response: Response): Promise<ImportView> => {
    const said = await response.text()
    assert.ok(response.ok, said)
    return JSON.parse(said)
  }
  const get = async (id: string) => view(await call('GET', `/v1/imports/${id}`))
  return {
    ...opened,
    imports,
    tables,
    home,
    app,
    key,
    keyWith: keyOf,
    call,
    get,
    upload: async (file, query = {}) => view(await call('POST', `/v1/imports?${new URLSearchParams(query)}`, Buffer.from(file))),
    map: async (id, change) => view(await call('PUT', `/v1/imports/${id}/mapping`, { ...(await get(id)).mapping, ...change })),
    act: async (id, verb) => {
      await view(await call('POST', `/v1/imports/${id}/${verb}`))
      await imports.runner.idle()
      return get(id)
    },
    again: open,
  }
}
