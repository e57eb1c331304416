import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { openWings, type Wings } from '../../../../test/wings.ts'
import { sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { withClient } from '../../../platform/launcher/index.ts'
import { removeParts } from '../../../platform/operations/index.ts'
import { recordBatch } from '../../interactions/index.ts'
import { interactionOf } from '../../interactions/testing.ts'
import { advanceLog, readErasure, verifyAll } from '../../receipts/index.ts'
import { verifyCertificate } from '../../receipts/verify/index.ts'
import { rightsNow } from '../cases/now.ts'
import { erasedKinds, type PartCovers, partSteps } from '../shapes.ts'
import { asks, asksPart, countedOf, partTakenBack, stateOf, step, toTheEnd } from '../testing.ts'

const dayMs = 86_400_000
const refused = (code: string, place?: string) => (error: unknown) =>
  error instanceof AppError && error.code === code && (place === undefined || error.place === place)

/** Somebody with a life: events on three days, a note of their health, a need, a gift, a file, a letter. */
async function lived(wings: Wings, name: string): Promise<number> {
  const { keep, clock } = wings
  const who = {
    identifiers: [
      { kind: 'user' as const, value: name },
      { kind: 'email' as const, value: `${name}@parts.example` },
    ],
    fields: { surname: 'Титова' },
  }
  const at = (daysAgo: number) => new Date(clock.now().getTime() - daysAgo * dayMs).toISOString()
  const events = [40, 20, 1].map((daysAgo, n) =>
    interactionOf({ id: `${name}-${n}`, at: at(daysAgo), customer: who, content: { text: `Письмо ${n}` } }, 'secret'),
  )
  const [made] = await recordBatch(keep.recording, events, { now: clock.now(), source: 'shop', trust: 'secret' })
  assert.ok(made && made.status !== 'refused')
  const { customer } = made
  const key = (await keep.access.keyring.keysFor([customer], 'sensitive')).get(customer)
  assert.ok(key)
  await withClient(wings.store.url.owner, async (client) => {
    const add = (statement: string) => client.query(statement, [customer])
    await add(
      `insert into keep.vault (customer_id, field, version, current, sealed, category, source, at, by_kind, by_id) values ($1, 'x_allergies', 1, true, '\\x01', 'sensitive', 'test', now(), 'staff', 7)`,
    )
    await add(
      `insert into keep.need (customer_id, need_id, kind, unnamed, sealed, road, state, said_at, moved_at, expires_at, by_kind, by_id, by_role) values ($1, 1, 'want', false, '\\x02', 'portal', 'open', now(), now(), now(), 'customer', 1, 'customer')`,
    )
    await add(
      `insert into keep.file (customer_id, id, sealed_name, media_type, size, at, by_kind, by_id, done_at) values ($1, 1, '\\x03', 'text/plain', 1, now(), 'staff', 7, now())`,
    )
    await add(`insert into keep.file_chunk (customer_id, file_id, part, sealed) values ($1, 1, 0, '\\x04')`)
  })
  return customer
}

/** Every row there is about somebody, table by table, but what was asked of erasing itself and what is computed. */
async function everythingOf(wings: Wings, customer: number): Promise<Map<string, string[]>> {
  return withClient(wings.store.url.admin, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select distinct name from public.erasable() where name not in ('fact.derived', 'keep.receipt', 'keep.receipt_head', 'keep.person_state')`,
    )
    const out = new Map<string, string[]>()
    for (const { name } of tables) {
      const { rows } = await client.query<{ said: string }>(`select to_jsonb(t)::text as said from ${name} t where customer_id = $1 order by 1`, [customer])
      if (rows.length > 0)
        out.set(
          name,
          rows.map((row) => row.said),
        )
    }
    return out
  })
}

test('erasing a part, no: nothing of it is held, it changed since it was looked at, a dispute, all of them is being erased, too many', async (t) => {
  const wings = await openWings(t)
  const nina = await lived(wings, 'nina')
  const before = await everythingOf(wings, nina)
  await assert.rejects(asksPart(wings.keep, nina, { part: 'messages' }), refused('conflict'))
  await assert.rejects(asksPart(wings.keep, nina, { part: 'health' }, { seen: 'another' }), refused('stale', 'if-match'))
  await assert.rejects(asksPart(wings.keep, 987_654, { part: 'health' }), refused('not_found'))
  await withClient(wings.store.url.owner, (client) =>
    client.query(`insert into office.work_case (customer_id, case_id, number, kind, made_by, opened_at) values ($1, 1, '2026-0001', 'dispute', 7, now())`, [
      nina,
    ]),
  )
  await assert.rejects(asksPart(wings.keep, nina, { part: 'interactions' }), refused('conflict', 'dispute'))
  await withClient(wings.store.url.owner, (client) => client.query(`delete from office.work_case`))
  assert.deepEqual(await everythingOf(wings, nina), before, 'nothing was changed')
  await asks(wings.keep, nina, { days: 3 })
  await assert.rejects(asksPart(wings.keep, nina, { part: 'health' }), refused('conflict'))
})

test('from the moment it is asked nobody finds it, in any table; taken back, every row is there as it was', async (t) => {
  const wings = await openWings(t)
  const nina = await lived(wings, 'nina')
  const span: PartCovers = {
    from: new Date(wings.clock.now().getTime() - 30 * dayMs).toISOString(),
    to: new Date(wings.clock.now().getTime() - 10 * dayMs).toISOString(),
  }
  const all: [PartCovers, string[]][] = [
    [{ part: 'health' }, ['keep.vault']],
    [{ part: 'interests' }, ['keep.need']],
    [{ part: 'interactions' }, ['fact.interaction', 'keep.content']],
    [{ part: 'files' }, ['keep.file', 'keep.file_chunk']],
    [span, ['fact.interaction', 'keep.content']],
  ]
  const before = await everythingOf(wings, nina)
  for (const [covers, tables] of all) {
    const id = await asksPart(wings.keep, nina, covers, { days: 30 })
    assert.equal(await asksPart(wings.keep, nina, covers, { days: 30 }).catch(() => id), id)
    const held = await everythingOf(wings, nina)
    for (const [table, rows] of before) {
      const left = held.get(table)?.length ?? 0
      if (tables.includes(table)) assert.ok(left < rows.length, `${table} of ${JSON.stringify(covers)}`)
      else assert.deepEqual(held.get(table), rows, `${table} stays: ${JSON.stringify(covers)}`)
    }
    if ('from' in covers) assert.equal(held.get('fact.interaction')?.length, 2, 'what happened before and after it stays')
    assert.equal(await step(wings.keep, id), 'over', 'its day has not come')
    await partTakenBack(wings.keep, id)
    await partTakenBack(wings.keep, id)
    assert.deepEqual(await everythingOf(wings, nina), before, `as before: ${JSON.stringify(covers)}`)
    assert.equal(await stateOf(wings.keep, id), 'taken_back')
  }
  const id = await asksPart(wings.keep, nina, { part: 'health' })
  await toTheEnd(wings.keep, id)
  await assert.rejects(partTakenBack(wings.keep, id), refused('conflict'))
  await assert.rejects(sql`select keep.put_back(${id})`.execute(wings.keep.db), /does not wait/, 'the database itself puts nothing back then')
})

test('killed after the work of any step it goes on, counts nothing twice and never says early that it is done', { timeout: 300_000 }, async (t) => {
  const wings = await openWings(t)
  const { keep } = wings
  const whole = await lived(wings, 'whole')
  const first = await asksPart(keep, whole, { part: 'interactions' })
  await toTheEnd(keep, first)
  const counted = await countedOf(keep, first)
  assert.deepEqual([counted['fact.interaction'], counted['keep.content']], [3, 3])
  assert.ok((counted['rest'] ?? 0) > 0 && !('keys' in counted), JSON.stringify(counted))
  await withClient(wings.store.url.admin, async (client) => {
    for (const name of partSteps) {
      const id = await asksPart(keep, await lived(wings, `at-${name}`), { part: 'interactions' })
      await crashes(client, name)
      await assert.rejects(toTheEnd(keep, id), /the light went out/, name)
      assert.equal(await stateOf(keep, id), 'erasing', name)
      await client.query('drop trigger crash on keep.erasure')
      await keep.rights.runner.tick(wings.clock.now())
      await keep.rights.runner.idle()
      assert.deepEqual([await stateOf(keep, id), await countedOf(keep, id)], ['done', counted], name)
    }
    // In the very transaction that asks: nothing happened.
    const nina = await lived(wings, 'nina')
    const before = await everythingOf(wings, nina)
    await client.query(`create function public.middle() returns trigger language plpgsql as $$ begin raise exception 'the light went out'; end $$;
      create trigger middle before insert on keep.set_aside for each row when (new.table_name = 'fact.interaction') execute function public.middle()`)
    await assert.rejects(asksPart(keep, nina, { part: 'interactions' }), /the light went out/)
    assert.deepEqual(await everythingOf(wings, nina), before)
  })
  await advanceLog(keep.db.$pickTables(), { signers: [keep.signer], now: wings.clock.now() })
  const findings: unknown[] = []
  await verifyAll(keep.db.$pickTables(), { key: keep.signer, found: (finding) => void findings.push(finding) })
  assert.deepEqual(findings, [])
})

/** Fails the moment the end of a step is written down: its work is done, and nobody knows. */
const crashes = (client: pg.Client, at: string) =>
  client.query(`create or replace function public.crash() returns trigger language plpgsql as $$ begin raise exception 'the light went out'; end $$;
    create trigger crash before update on keep.erasure for each row when (old.step = '${at}' and new.step is distinct from old.step) execute function public.crash()`)

test('the key of sensitive data goes with it, unless something new is under it; the certificate says what it covers', async (t) => {
  const wings = await openWings(t)
  const { keep } = wings
  const keysOf = async (customer: number) => (await keep.access.keyring.existingKeys([customer], 'sensitive')).size
  const nina = await lived(wings, 'nina')
  const id = await asksPart(keep, nina, { part: 'health' })
  await toTheEnd(keep, id)
  assert.equal(await keysOf(nina), 0)
  assert.equal((await keep.access.keyring.existingKeys([nina], 'contact')).size, 1, 'who they are opens as before')
  const { rows } = await sql<{ statement: number }>`select statement from keep.erasure where erasure_id = ${id}`.execute(keep.db)
  const stated = await readErasure(keep.db.$pickTables(), rows[0]?.statement ?? 0)
  assert.deepEqual(stated?.certificate.erasure.covers, { part: 'health' })
  assert.deepEqual(Object.keys(stated.certificate.erasure.gone).sort(), ['keys', 'sensitive'])
  assert.ok((stated.certificate.erasure.stays['rest'] ?? 0) > 0)
  const shown = async (customer: number) => (await rightsNow(keep.rights.deps, { members: [customer], logKey: keep.signer.shown }, wings.clock.now())).erased
  await advanceLog(keep.db.$pickTables(), { signers: [keep.signer], now: wings.clock.now() })
  const [mine, ...more] = await shown(nina)
  assert.deepEqual([mine?.covers, mine?.gone.map(({ part }) => part), more], [{ part: 'health' }, ['sensitive', 'keys'], []])
  const file: unknown = JSON.parse(JSON.stringify(mine?.proof?.file))
  assert.equal(verifyCertificate(file, keep.signer.shown).holds, true, 'what they take along proves it without us')

  const vera = await lived(wings, 'vera')
  assert.deepEqual(await shown(vera), [], 'nobody else’s stands on her page')
  const second = await asksPart(keep, vera, { part: 'health' }, { days: 1 })
  await withClient(wings.store.url.owner, (client) =>
    client.query(
      `insert into keep.vault (customer_id, field, version, current, sealed, category, source, at, by_kind, by_id)
      values ($1, 'x_allergies', 2, true, '\\x05', 'sensitive', 'test', now() + interval '10 years', 'customer', 1)`,
      [vera],
    ),
  )
  wings.clock.advance(dayMs)
  await toTheEnd(keep, second)
  assert.equal(await keysOf(vera), 1, 'what they told since opens')
  assert.equal(
    (await everythingOf(wings, vera)).get('keep.vault')?.some((row) => row.includes('x_allergies')),
    true,
  )
})

test('an old backup brings none of it back; one from after it is left as it is', async (t) => {
  const wings = await openWings(t)
  const nina = await lived(wings, 'nina')
  const covers: PartCovers = { part: 'interactions' }
  await toTheEnd(wings.keep, await asksPart(wings.keep, nina, covers))
  // As a restore of a backup from before would bring them.
  const [again] = await recordBatch(
    wings.keep.recording,
    [
      interactionOf(
        { id: 'restored', at: wings.clock.now().toISOString(), customer: { identifiers: [{ kind: 'user', value: 'nina' }] }, content: { text: 'Старое' } },
        'secret',
      ),
    ],
    { now: wings.clock.now(), source: 'shop', trust: 'secret' },
  )
  assert.ok(again?.status === 'recorded')
  const held = async () => (await everythingOf(wings, nina)).get('fact.interaction')?.length ?? 0
  const restores = (since: number) =>
    withClient(wings.store.url.admin, (main) =>
      withClient(wings.store.url.keysOwner, (keys) => removeParts(main, keys, new Date(wings.clock.now().getTime() + since).toISOString())),
    )
  assert.equal(await restores(1), 0)
  assert.equal(await held(), 1)
  assert.equal(await restores(-1), 2)
  assert.equal(await held(), 0)
})

test('all of somebody goes also while a part waits, and that part with it', async (t) => {
  const wings = await openWings(t)
  const nina = await lived(wings, 'nina')
  const part = await asksPart(wings.keep, nina, { part: 'health' }, { days: 30 })
  await toTheEnd(wings.keep, await asks(wings.keep, nina))
  assert.equal((await everythingOf(wings, nina)).size, 0)
  assert.equal(await stateOf(wings.keep, part), 'taken_back')
})

test('every table with words of theirs or sensitive data belongs to a kind, or says why it goes only with all of them', async (t) => {
  const { store } = await openWings(t)
  await withClient(store.url.owner, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select distinct e.name from public.erasable() e join public.annotation n on n.table_name = e.name
       where n.category in ('content', 'sensitive') and e.name not in (select table_name from public.erase_part) order by 1`,
    )
    assert.deepEqual(
      rows.map((row) => row.name),
      Object.keys(onlyWithAll).sort(),
    )
    const { rows: kinds } = await client.query<{ part: string }>('select distinct part from public.erase_part order by 1')
    assert.deepEqual(
      kinds.map((row) => row.part),
      [...erasedKinds].sort(),
    )
    const unknown = await client.query('select table_name from public.erase_part where table_name not in (select name from public.erasable())')
    assert.deepEqual(unknown.rows, [])
  })
})

/** Why these go only with all of somebody. */
const onlyWithAll: { [table: string]: string } = {
  'keep.contest': 'what they called wrong: it guards them',
  'keep.decision': 'what was decided about them and why: it guards them',
  'keep.guardian_yes': 'what a guardian allowed a child, with its proof',
  'keep.mandate': 'who may ask for them, and what proves it',
  'keep.rights_case': 'what they asked for by right, with its proof',
  'keep.rule': 'what they forbade',
  'keep.set_aside': 'rows of parts that wait to go',
  'keep.stop': 'what they forbade',
}
