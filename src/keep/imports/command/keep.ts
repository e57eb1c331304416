import { readFileSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { systemClock } from '../../../platform/clock.ts'
import { readMainConfig } from '../../../platform/config.ts'
import { type Db, inTransaction, openDb } from '../../../platform/db/index.ts'
import { idBlocks, opaque } from '../../../platform/ids/index.ts'
import { claimInstallation, codeOf, type Databases, type Home, makeHome, migrate, openDatabases, secretOf } from '../../../platform/launcher/index.ts'
import { logger } from '../../../platform/log.ts'
import { recoveryWords } from '../../../platform/recovery-words.ts'
import { runFolders } from '../../../platform/run-folder.ts'
import { type AccessDeps, type AccessTables, apiKeyOf, makeApiKey } from '../../access/index.ts'
import { startCourier } from '../../courier/index.ts'
import { openRecording, type RecordTables } from '../../interactions/index.ts'
import { type Keyring, type KeyringTables, openKeyring } from '../../keyring/index.ts'
import { registerStartingTerms, type TermsTables } from '../../terms/index.ts'
import { importRoutes, openImports } from '../index.ts'
import type { Language } from '../sentences.ts'
import { type Client, clientOf, inProcess, overSocket } from './client.ts'

// The command line is a client like any other: of the running installation over the keep's socket, else of a keep's imports
// opened here for as long as the command lasts.

type Tables = RecordTables & AccessTables & TermsTables
type Opened = { db: Db<Tables>; keyring: Keyring; close(): Promise<void> }

/** Hands `use` a client of this installation, running or not. */
export async function withKeep<R>({ root, language }: { root: string; language: Language }, use: (client: Client) => Promise<R>): Promise<R> {
  const home = makeHome(root)
  const databases = await openDatabases({ home: home.root, own: readMainConfig(process.env) })
  try {
    const socket = await runningKeep(home)
    return socket === undefined ? await withOwn({ home, databases, language }, use) : await withRunning({ home, databases, language }, socket, use)
  } finally {
    await stopIfOurs(databases)
  }
}

/** The socket of the keep that runs on this installation, if one does. */
async function runningKeep(home: Home): Promise<string | undefined> {
  for (const folder of runFolders(home.run)) {
    const socket = join(folder, 'keep.sock')
    if (await answers(socket)) return socket
  }
  return undefined
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

type Installation = { home: Home; databases: Databases; language: Language }

async function withRunning<R>({ home, databases, language }: Installation, socket: string, use: (client: Client) => Promise<R>): Promise<R> {
  const opened = await open(home, databases)
  let key: string
  try {
    key = await keyOf(home, opened)
  } finally {
    await opened.close()
  }
  return use(clientOf(overSocket(socket, key, language)))
}

async function withOwn<R>({ home, databases, language }: Installation, use: (client: Client) => Promise<R>): Promise<R> {
  await migrate(databases)
  const opened = await open(home, databases)
  const { db, keyring } = opened
  const log = logger('import')
  const courier = startCourier()
  try {
    await inTransaction(db, (tx) => registerStartingTerms(tx.$pickTables(), { actor: { kind: 'service', id: 0, role: 'house' }, now: systemClock.now() }))
    const record = await openRecording({ db: db.$pickTables(), keyring, log, now: systemClock.now() })
    const imports = openImports({ record, courier, clock: systemClock, log, home: home.root })
    const access = accessOf(opened)
    const ids = opaque(secretOf(home, 'ids'))
    const app = importRoutes({
      imports: imports.deps,
      runner: imports.runner,
      ids,
      authenticate: async () => undefined,
      apiKeyOf: (secret) => apiKeyOf(access, secret, systemClock.now()),
    })
    try {
      return await use(clientOf(inProcess(app.fetch, await keyOf(home, opened), language)))
    } finally {
      await imports.close()
    }
  } finally {
    courier.close()
    await opened.close()
  }
}

async function open(home: Home, databases: Databases): Promise<Opened> {
  const db = openDb<Tables>({ url: databases.url.keep, max: 8, name: 'rapport import' })
  const keys = openDb<KeyringTables>({ url: databases.url.keys, name: 'rapport import' })
  const tell = (recovery: string) => process.stderr.write(`${recoveryWords(recovery)}\n`)
  const { keyring } = await openKeyring({ db: keys, folder: home.keys, now: systemClock.now(), tell: (recovery) => void tell(recovery) })
  return {
    db,
    keyring,
    close: async () => {
      await Promise.all([db.destroy(), keys.destroy()])
    },
  }
}

const accessOf = ({ db, keyring }: Opened): AccessDeps => ({ db: db.$pickTables(), keyring, rowIds: idBlocks(db, 'keep.row_id_seq') })

/** The key of this installation's command line: made once, kept where only the operator can read. */
async function keyOf(home: Home, opened: Opened): Promise<string> {
  const path = join(home.secrets, 'command-line')
  const access = accessOf(opened)
  const held = read(path)
  if (held !== undefined && (await apiKeyOf(access, held, systemClock.now()))) return held
  const { secret } = await makeApiKey(
    access,
    { kind: 'secret', title: 'rapport import', source: 'import', scopes: ['import'], purposes: [] },
    { staff: 0, now: systemClock.now() },
  )
  writeFileSync(path, `${secret}\n`, { mode: 0o600 })
  return secret
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A PostgreSQL that had to be started for this is stopped again, unless somebody has started Rapport on it meanwhile. */
async function stopIfOurs(databases: Databases): Promise<void> {
  if (!databases.postgres || databases.postgres.adopted) return
  const claim = await claimInstallation(databases.ownerUrl).catch(() => undefined)
  if (!claim) return
  await claim.release()
  await databases.postgres.stop()
}
