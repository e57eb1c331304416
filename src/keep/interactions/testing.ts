import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type TestStore, testStore } from '../../../test/store.ts'
import { fixedClock } from '../../platform/clock.ts'
import { type Db, openDb } from '../../platform/db/index.ts'
import { listen } from '../../platform/http/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import { logger } from '../../platform/log.ts'
import { type Keyring, type KeyringTables, openKeyring } from '../keyring/index.ts'
import { checkInteraction } from './check.ts'
import type { Interaction } from './contract.ts'
import type { CheckedInteraction, Trust } from './event.ts'
import type { ApiKey, RouteDeps } from './http/deps.ts'
import { recordRoutes } from './http/routes.ts'
import { openRecording, type RecordDeps } from './record/deps.ts'
import { openQueue, type Queue } from './record/queue.ts'
import type { RecordTables } from './tables.ts'

export const today = new Date('2026-11-21T12:00:00Z')

export type Opened = { store: TestStore; db: Db<RecordTables>; keyring: Keyring; deps: RecordDeps; another(): Promise<RecordDeps> }

/** A store of its own with a keep that can record into it; `another` opens a second keep on the same store. */
export async function openStore(t: TestContext): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-keys-'))
  const store = await testStore(t)
  const keys = openDb<KeyringTables>({ url: store.url.keys })
  const opened: Db<RecordTables>[] = []
  const { keyring } = await openKeyring({ db: keys, folder, now: today })
  const open = async () => {
    const db = openDb<RecordTables>({ url: store.url.keep, max: 6 })
    opened.push(db)
    return openRecording({ db, keyring, log: logger('test'), now: today })
  }
  t.after(async () => {
    await Promise.all([keys.destroy(), ...opened.map((db) => db.destroy())])
    rmSync(folder, { recursive: true, force: true })
  })
  const deps = await open()
  return { store, db: deps.db, keyring, deps, another: open }
}

export type Listening = { url: string; queue: Queue }

/** The keys that tests send with. */
export const testKeys: { [secret: string]: ApiKey } = {
  'sk-shop': { kind: 'secret', source: 'shop', purposes: [], scopes: ['record'] },
  'sk-read': { kind: 'secret', source: 'shop', purposes: [], scopes: ['read'] },
  'wk-site': { kind: 'write', source: 'site', purposes: [], scopes: ['record'] },
}

/** Listens for what records, as the keep does. */
export async function listenFor(t: TestContext, opened: Opened, more?: Partial<RouteDeps>): Promise<Listening> {
  const queue = openQueue(opened.deps)
  const routes = recordRoutes({
    recording: opened.deps,
    queue,
    apiKeyOf: (secret) => testKeys[secret],
    ids: opaque('test'),
    clock: fixedClock(today),
    log: logger('test'),
    country: 'RU',
    ...more,
  })
  const { port, close } = await listen((request, response) => void (routes(request, response) || response.writeHead(404).end()), { port: 0, host: '127.0.0.1' })
  t.after(close)
  return { url: `http://127.0.0.1:${port}`, queue }
}

/** An interaction as someone would send it, with the parts that do not matter filled in. */
export function interactionOf(
  given: Partial<Interaction> & Pick<Interaction, 'customer'>,
  trust: Trust = 'secret',
  place = 'interactions[0]',
): CheckedInteraction {
  return checkInteraction({ at: '2026-11-20T10:00:00Z', kind: 'visit', channel: 'shop', ...given }, place, { trust, country: 'RU' })
}
