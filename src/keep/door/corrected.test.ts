import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings, type Wings } from '../../../test/wings.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { undoAll } from '../imports/undo/undo.ts'
import { recordBatch } from '../interactions/index.ts'
import { interactionOf } from '../interactions/testing.ts'
import { writeReceipts } from '../receipts/index.ts'
import { takeOver } from '../rights/moving/take.ts'
import { bulkBatch, bulkBegin, bulkUndo } from './bulk.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { merge } from './merges.ts'
import { mySay } from './my/terms.ts'
import { describe } from './roles.ts'
import { write } from './writes.ts'

// Whoever was given a file is told of what is corrected unasked, whichever road the correction takes: each by itself, for each could be forgotten alone.

const clerk: Asker = {
  actor: { kind: 'staff', id: 7, role: 'admin' },
  name: 'Clara',
  language: 'en',
  customer: null,
  message: null,
  purposes: [],
  confirmedAt: null,
  scopes: [],
  rights: {
    abilities: ['customers.see', 'customers.change', 'customers.join', 'registers.keep'],
    sees: ['contact', 'profile', 'content', 'sensitive'],
    changes: ['contact', 'profile', 'content', 'sensitive'],
    scope: 'all',
    customers: 'all',
  },
  units: [],
}

async function openTold(wings: Wings) {
  const door: DoorDeps = { ...wings.keep.door, standIn: async () => clerk }
  const { db } = wings.keep
  const now = () => wings.clock.now()
  await sql`insert into keep.staff (staff_id, email_digest, sealed, password, role, created_at) values (7, '7'::bytea, ''::bytea, '', 'admin', ${now()})`.execute(
    db,
  )
  let made = 100
  /** A file with data of these categories goes to somebody, now. */
  const given = async (customer: number) => {
    wings.clock.advance(3_600_000)
    const file = made++
    await sql`insert into keep.export (export_id, state, format, purpose, sealed_why, columns, language, persons, by_id, by_role, created_at, moved_at, downloads, sealed_recipient)
      values (${file}, 'expired', 'csv', 'service', ''::bytea, '{name}', 'en', 1, 7, 'admin', ${now()}, ${now()}, 1, 'x'::bytea)`.execute(db)
    const by = { actor: 'staff', role: 'admin', activity: 'export', operation: 'export', decision: 'allow' } as const
    const receipt = { customer, codes: { ...by, policy: 'test', purpose: 'service', categories: ['contact', 'record', 'profile'] } }
    await inTransaction(db, (tx) => writeReceipts(tx, [{ ...receipt, actorId: 7, activityId: file }], now()))
    wings.clock.advance(3_600_000)
    return file
  }
  /** Files whose recipients wait for a letter since this was asked the last time; then they are taken as told. */
  const letters = async () => {
    const { rows } = await sql<{ recipient_id: number }>`
      update fact.recipient set by_hand_at = ${now()}, by_hand_by = 7 where what = 'corrected' and by_hand_at is null returning recipient_id`.execute(db)
    return rows.map(({ recipient_id }) => recipient_id)
  }
  const surname = (customer: number, value: string) => write(door, clerk, { fields: [{ customer, field: 'surname', value }], texts: [] })
  return { door, given, letters, surname, now }
}

test('each road by which something is corrected unasked tells whoever was given a file: card, role, language, many at once and its undo, joining, a copy, an import', async (t) => {
  const wings = await openWings(t)
  const { door, given, letters, surname, now } = await openTold(wings)
  const [vera = 0, nina = 0, first = 0, second = 0] = await wings.customers(4)
  await surname(vera, 'Белова')
  const file = await given(vera)
  assert.deepEqual(await letters(), [], 'nothing was corrected since')

  await t.test('a value on the card', async () => {
    await surname(vera, 'Орлова')
    assert.deepEqual(await letters(), [file])
  })
  await t.test('a role', async () => {
    await describe(door, clerk, { customer: vera, role: 'customer', was: {} })
    assert.deepEqual(await letters(), [], 'that is what they were')
    await describe(door, clerk, { customer: vera, role: 'partner', was: {} })
    assert.deepEqual(await letters(), [file])
  })
  await t.test('a language, by a colleague and by themselves', async () => {
    await sql`update keep.customer set language = null where customer_id = ${vera}`.execute(wings.keep.db)
    await describe(door, clerk, { customer: vera, language: 'ru', was: {} })
    assert.deepEqual(await letters(), [], 'none was known')
    wings.clock.advance(1000)
    await describe(door, clerk, { customer: vera, language: 'en', was: {} })
    assert.deepEqual(await letters(), [], 'nobody was given a file since it is known')
    const again = await given(vera)
    await describe(door, clerk, { customer: vera, language: 'ru', was: {} })
    assert.deepEqual(await letters(), [again])
    const last = await given(vera)
    await mySay(door, { ...clerk, actor: { kind: 'customer', id: vera, role: 'customer' }, customer: vera }, { language: 'en' })
    assert.deepEqual(await letters(), [last])
  })
  await t.test('many at once, and that taken back', async () => {
    await surname(nina, 'Ким')
    await write(door, clerk, { fields: [{ customer: nina, field: 'form', value: 'formal' }], texts: [] })
    const hers = await given(nina)
    for (const [bulk, field, value] of [
      [1, 'form', 'informal'],
      [2, 'role', 'supplier'],
    ] as const) {
      await bulkBegin(door, clerk, { bulk, deed: 'set_field', field, value })
      assert.deepEqual((await bulkBatch(door, clerk, { bulk, customers: [nina], tasks: [] })).changed, [nina])
      assert.deepEqual(await letters(), [hers], field)
      await bulkUndo(door, clerk, { bulk })
      assert.deepEqual((await bulkBatch(door, clerk, { bulk, customers: [nina], tasks: [] })).changed, [nina])
      assert.deepEqual(await letters(), [hers], `${field}, taken back`)
    }
  })
  await t.test('the value that leads when cards are joined', async () => {
    // The newer of the two leads by itself, the older is written anew: either way somebody has what is wrong.
    for (const [leading, newer] of [
      ['from', first],
      ['into', second],
    ] as const) {
      await surname(nina, 'Ким')
      await surname(newer, 'Кимова')
      const hers = await given(leading === 'from' ? nina : newer)
      await merge(door, clerk, { from: newer, into: nina, why: 'entered_twice', leading: { surname: leading } })
      assert.ok((await letters()).includes(hers), leading)
    }
  })
  await t.test('a copy that is taken over', async () => {
    const hers = await given(vera)
    const bundle = { sha256: 'a'.repeat(64), company: 'Лавка', site: 'https://there.example', at: now().toISOString(), key: 'k', moments: [] }
    const page = { known: [], identifiers: [], terms: { items: [] } }
    const item = {
      item: 'field.surname',
      kind: 'field',
      name: 'surname',
      channel: null,
      title: null,
      value: 'Иванова',
      here: 'Орлова',
      becomes: 'other',
      count: null,
    } as const
    const whose = { person: vera, members: [vera], by: { kind: 'customer', id: vera, role: 'customer' }, writes: () => true } as const
    await takeOver(wings.keep.rights.deps, whose, { ...bundle, page }, [item], now())
    assert.ok((await letters()).includes(hers))
  })
  await t.test('an import, of a field and of a role, and its undo; what a company’s own systems send tells nobody', async () => {
    const hers = await given(vera)
    const email = await sql<{ n: number }>`select count(*)::int as n from keep.identifier where customer_id = ${vera}`.execute(wings.keep.db)
    assert.ok((email.rows[0]?.n ?? 0) > 0)
    const said = (surname: string, role: 'customer' | 'lead', id: string) =>
      interactionOf({ id, customer: { identifiers: [{ kind: 'email', value: 'vera@imported.example' }], fields: { surname }, role } })
    await sql`update keep.identifier set digest = ${wings.keep.access.keyring.digest('email', 'vera@imported.example')} where customer_id = ${vera} and kind = 'email'`.execute(
      wings.keep.db,
    )
    await recordBatch(wings.keep.recording, [said('Петрова', 'customer', '1')], { now: now(), source: 'till', trust: 'secret' })
    assert.deepEqual(await letters(), [], 'whoever follows those has webhooks')
    const record = async (surname: string, role: 'customer' | 'lead', id: string) => {
      wings.clock.advance(3_600_000)
      const [outcome] = await recordBatch(wings.keep.recording, [said(surname, role, id)], { now: now(), source: 'import', trust: 'secret', importId: 5 })
      assert.equal(outcome?.status, 'recorded', JSON.stringify(outcome))
    }
    await record('Сидорова', 'customer', '2')
    assert.ok((await letters()).includes(hers), 'a field')
    await record('Сидорова', 'lead', '3')
    assert.ok((await letters()).includes(hers), 'a role')
    await record('Сидорова', 'lead', '4')
    assert.deepEqual(await letters(), [], 'what stands so corrects nothing')

    // Taken back, of a field and of a row: the language is the import's as well, as far as the undo knows.
    const { db } = wings.keep
    await sql`insert into keep.import (import_id, state, preset, by_kind, by_id, by_role, created_at) values (5, 'undoing', 'contacts', 'staff', 7, 'admin', ${now()})`.execute(
      db,
    )
    const row = await wings.keep.imports.deps.db.selectFrom('keep.import').selectAll().executeTakeFirstOrThrow()
    const undo = () => undoAll(wings.keep.imports.deps, row, { closing: false, lastPass: undefined })
    const late = await given(vera)
    await undo()
    assert.ok((await letters()).includes(late), 'a field that goes back')
    await sql`update keep.import set state = 'undoing', ended_at = null`.execute(db)
    await sql`insert into keep.import_before (import_id, customer_id, kind, role) select 5, ${vera}, kind, 'partner' from keep.customer where customer_id = ${vera}`.execute(
      db,
    )
    const last = await given(vera)
    await undo()
    assert.ok((await letters()).includes(last), 'a role that goes back')
  })
})
