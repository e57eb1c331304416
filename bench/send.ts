import { type ChildProcess, spawn } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { openChannels, registerAccount, sendMany } from '../src/keep/channels/index.ts'
import { identifierPlace, vaultPlace } from '../src/keep/customers/index.ts'
import { openRecording } from '../src/keep/interactions/index.ts'
import { type Keyring, type KeyringTables, openKeyring, seal } from '../src/keep/keyring/index.ts'
import type { KeepTables } from '../src/keep/tables.ts'
import { registerStartingTerms } from '../src/keep/terms/index.ts'
import { systemClock } from '../src/platform/clock.ts'
import { copyRows, type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { idBlocks, opaque } from '../src/platform/ids/index.ts'
import { logger } from '../src/platform/log.ts'
import { childRunning, cpuMeter } from './processor.ts'
import { print, scratchStore } from './scratch.ts'

// Personalised, DKIM-signed mail to a local SMTP server, fully gated (design §9, "send"): from the order to the last outcome,
// with decision, reservation, receipts, lease, opening of names and addresses, rendering, links and settling. The limit is
// bare nodemailer with the same key, the same number of connections and a message of the same size, rendered beforehand.

const sizes = { small: 4_000, full: 40_000 } as const
const connections = 5
const house = { kind: 'service', id: 0, role: 'house' } as const
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** Prints a JSON line for each figure. */
export async function send({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = sizes[size]
  const store = await scratchStore()
  const sink = await startSink()
  const db = openDb<KeepTables>({ url: store.postgres.url('keep'), max: 8 })
  const owner = openDb<KeepTables>({ url: store.postgres.ownerUrl, max: 2 })
  const keys = openDb<KeyringTables>({ url: store.keysUrl, max: 2 })
  try {
    const now = systemClock.now()
    const { keyring } = await openKeyring({ db: keys, folder: join(store.folder, 'keys'), now })
    const rowIds = idBlocks(db, 'keep.row_id_seq')
    await inTransaction(db, (tx) => registerStartingTerms(tx.$pickTables(), { actor: house, now }))
    await settle(owner, keyring, n, now)
    const smtp = {
      host: '127.0.0.1',
      port: sink.port,
      secure: false,
      require_tls: false,
      connections,
      dkim: { domain: 'shop.example', selector: 'bench', private_key: privateKey },
    }
    await inTransaction(db, (tx) => registerAccount({ keyring, rowIds }, tx.$pickTables(), { title: 'bench', smtp }, { actor: house, now }))
    const log = logger('bench')
    const recording = await openRecording({ db: db.$pickTables(), keyring, log, now })
    const channels = await openChannels({
      db: db.$pickTables(),
      keyring,
      rowIds,
      clock: systemClock,
      log,
      ids: opaque('bench'),
      recording,
      publicUrl: 'https://shop.example',
      smtpUrl: undefined,
    })
    const order = {
      purpose: 'marketing',
      topic: null,
      channels: ['email'],
      template: 'thank_you',
      slots: { discount_percent: 10 },
      campaign: { id: 1, title: 'Bench' },
    }
    const customers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ customer: from + i + 1 }))
    const run = async (from: number, to: number) => {
      await sendMany(channels.deps, { ...order, customers: customers(from, to), contentKey: `bench.${from}` }, { actor: house, now: systemClock.now() })
      await channels.handOverDue(systemClock.now())
    }
    const warm = Math.floor(n / 20)
    await run(0, warm)
    await bare(sink.port, warm)
    const cpu = cpuMeter({ keep: process.pid, courier: childRunning('courier/mail/process.ts'), postgres: store.postgres.pid, sink: sink.child.pid ?? 0 })
    const ms = await timed(() => run(warm, n))
    cpu('send', 'mail', n - warm)
    const bareCpu = cpuMeter({ bare_nodemailer: process.pid })
    const limitMs = await bare(sink.port, n - warm)
    bareCpu('send', 'mail', n - warm)
    const sent = await sql<{ n: number }>`select count(*)::int as n from keep.message where state = 'sent'`.execute(db)
    if (sent.rows[0]?.n !== n) throw new Error(`only ${sent.rows[0]?.n} of ${n} were sent`)
    print({ bench: 'send', figure: 'mails_per_s', value: (n - warm) / (ms / 1000), unit: '1/s', n: n - warm, limit: (n - warm) / (limitMs / 1000) })
    await channels.close()
  } finally {
    sink.child.kill('SIGKILL')
    for (const each of [db, owner, keys]) await each.destroy()
    await store.end()
  }
}

async function startSink(): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'send/sink.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('the sink has no voice')
  const [said] = await once(child.stdout, 'data')
  return { child, port: Number(String(said)) }
}

/** People with a name and an address who agreed. */
async function settle(owner: Db<KeepTables>, keyring: Keyring, n: number, now: Date): Promise<void> {
  const ids = Array.from({ length: n }, (_, i) => i + 1)
  const keys = await keyring.keysFor(ids, 'contact')
  await keyring.keysFor(ids, 'content')
  const sealed = (id: number, place: string, text: string) => seal(keys.get(id) ?? failed(), place, text)
  await owner.transaction().execute(async (tx) => {
    await sql`insert into keep.company (one_row, name, country, currency, time_zone, language, mail_from, changed_at) values (true, 'Shop', 'RU', 'RUB', 'Europe/Moscow', 'ru', 'shop@shop.example', ${now})`.execute(
      tx,
    )
    await copyRows(
      tx,
      'keep.customer',
      [
        { name: 'customer_id', type: 'int8' },
        { name: 'status', type: 'text' },
        { name: 'language', type: 'text' },
        { name: 'created_at', type: 'timestamptz' },
      ],
      ids.map((id) => [id, 'known', id % 2 ? 'ru' : 'en', now]),
    )
    await copyRows(
      tx,
      'keep.vault',
      [
        { name: 'customer_id', type: 'int8' },
        { name: 'field', type: 'text' },
        { name: 'version', type: 'int8' },
        { name: 'sealed', type: 'bytea' },
        { name: 'category', type: 'text' },
        { name: 'source', type: 'text' },
        { name: 'at', type: 'timestamptz' },
        { name: 'by_kind', type: 'text' },
        { name: 'by_id', type: 'int8' },
      ],
      ids.flatMap((id) =>
        (['name', 'patronymic', 'surname'] as const).map((field, k) => [
          id,
          field,
          id * 10 + k,
          sealed(id, vaultPlace(id, field, id * 10 + k), ['Анна', 'Сергеевна', 'Белова'][k] ?? ''),
          'contact',
          'bench',
          now,
          'service',
          0,
        ]),
      ),
    )
    await copyRows(
      tx,
      'keep.identifier',
      [
        { name: 'kind', type: 'text' },
        { name: 'digest', type: 'bytea' },
        { name: 'customer_id', type: 'int8' },
        { name: 'sealed', type: 'bytea' },
        { name: 'source', type: 'text' },
        { name: 'first_seen', type: 'timestamptz' },
        { name: 'last_seen', type: 'timestamptz' },
      ],
      ids.map((id) => [
        'email',
        keyring.digest('email', `p${id}@mail.example`),
        id,
        sealed(id, identifierPlace(id, 'email'), `p${id}@mail.example`),
        'bench',
        now,
        now,
      ]),
    )
    await copyRows(
      tx,
      'keep.consent_state',
      [
        { name: 'customer_id', type: 'int8' },
        { name: 'purpose', type: 'text' },
        { name: 'category', type: 'text' },
        { name: 'channel', type: 'text' },
        { name: 'topic', type: 'text' },
        { name: 'seq', type: 'int4' },
        { name: 'state', type: 'text' },
        { name: 'since', type: 'timestamptz' },
        { name: 'hash', type: 'bytea' },
      ],
      ids.map((id) => [id, 'marketing', 'contact', 'email', '*', 2, 'ConsentGiven', now, Buffer.alloc(32)]),
    )
  })
  for (const table of ['keep.customer', 'keep.vault', 'keep.identifier', 'keep.consent_state']) await sql.raw(`vacuum analyze ${table}`).execute(owner)
}

/** Bare nodemailer: the same size, headers, key and connections; nothing decided, opened, rendered or kept. */
async function bare(port: number, n: number): Promise<number> {
  const transport = createTransport({
    pool: true,
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    maxConnections: connections,
    maxMessages: 1_000_000,
    dkim: {
      domainName: 'shop.example',
      keySelector: 'bench',
      privateKey: createPrivateKey(privateKey),
      headerFieldNames: 'from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post',
    },
  })
  const text = `${'Вы с нами уже давно, и мы хотим сказать вам спасибо: с сегодняшнего дня у вас скидка 10 % на всё. '.repeat(5)}https://shop.example/m/${'x'.repeat(43)}`
  const html = `<!doctype html><html><body>${`<p style="margin:0 0 14px">${text}</p>`}${'<p style="margin:0 0 6px;font-size:13px;color:#5c6670">Лавка, вы согласились</p>'.repeat(12)}</body></html>`
  const ms = await timed(() =>
    Promise.all(
      Array.from({ length: n }, (_, i) =>
        transport.sendMail({
          from: { name: 'Shop', address: 'shop@shop.example' },
          to: { name: 'Белова А. С.', address: `p${i}@mail.example` },
          subject: 'Спасибо, что вы с нами: скидка постоянного покупателя 10 %',
          text,
          html,
          headers: { 'List-Unsubscribe': `<https://shop.example/u/${'x'.repeat(43)}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
        }),
      ),
    ),
  )
  transport.close()
  return ms
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = systemClock.monotonic()
  await work()
  return systemClock.monotonic() - from
}

function failed(): never {
  throw new Error('a customer without a key')
}
