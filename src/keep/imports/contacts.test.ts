import assert from 'node:assert/strict'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { type OwnField, openFields, openIdentifiers, registerOwnField, registerUnit, retireOwnField } from '../customers/index.ts'
import { today } from '../interactions/testing.ts'
import { type Importing, openImporting } from './testing.ts'

const people = `ФИО;Телефон;E-mail;Дата рождения;Пол;Язык;Согласие на рассылку;Компания;ИНН
Белова Анна Сергеевна;8 912 345-67-89;anna@belova.example;31.05.1984;ж;русский;да;;
Пётр Иванов;+7 495 123-45-67, 8 (812) 765-43-21;petr@ivanov.example;;м;;нет;;
;;office@romashka.example;;;;;ООО «Ромашка»;7701234567
`

async function cards(on: Importing) {
  const customers = await on.tables.selectFrom('keep.customer').selectAll().orderBy('customer_id').execute()
  const ids = customers.map((c) => c.customer_id)
  const at = { db: on.tables.$pickTables(), keyring: on.keyring }
  const fields = await openFields(at, ids, '*')
  const identifiers = await openIdentifiers(at, ids)
  return customers.map((c) => ({
    id: c.customer_id,
    kind: c.kind,
    language: c.language,
    fields: Object.fromEntries([...(fields.get(c.customer_id) ?? [])].map(([name, { value }]) => [name, value])),
    points: (identifiers.get(c.customer_id) ?? []).map((p) => `${p.kind} ${p.value}`).sort(),
  }))
}

async function consents(on: Importing) {
  const rows = await sql<{ channel: string; state: string; evidence_kind: string | null; purpose: string }>`
    select e.purpose, e.channel, e.state, e.evidence_kind from keep.consent_event e where e.state <> 'ConsentUnknown' order by e.customer_id, e.seq`.execute(
    on.tables,
  )
  return rows.rows
}

test('contacts become people and organisations, with fields, identifiers, and a "yes" that is only a request', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload(people, { name: 'контакты.csv' })
  assert.equal(uploaded.mapping?.preset, 'contacts')
  assert.equal(uploaded.file_name, 'контакты.csv')
  const checked = await on.act(uploaded.id, 'dry-run')
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.state, 'done', JSON.stringify(done.trouble))
  assert.deepEqual(done.counts, checked.dry_run)
  assert.equal(done.counts?.recorded, 3)
  assert.equal(done.counts?.customers_new, 3)
  assert.deepEqual(done.reconciliation, { of: 'rows', agrees: true, read: 3, added: 3, changed: 0, unchanged: 0, rejected: 0 })
  assert.deepEqual(done.counts?.sums, [], 'contacts have no money')
  assert.deepEqual(
    (await cards(on)).map(({ id: _, ...card }) => card),
    [
      {
        kind: 'person',
        language: 'ru',
        fields: { surname: 'Белова', name: 'Анна', patronymic: 'Сергеевна', birth_date: '1984-05-31', gender: 'f' },
        points: ['email anna@belova.example', 'phone +79123456789'],
      },
      {
        kind: 'person',
        language: null,
        fields: { surname: 'Иванов', name: 'Пётр', gender: 'm' },
        points: ['email petr@ivanov.example', 'phone +74951234567', 'phone +78127654321'],
      },
      {
        kind: 'organisation',
        language: null,
        fields: { org_name: 'ООО «Ромашка»', inn: '7701234567' },
        points: ['email office@romashka.example', 'external inn:7701234567'],
      },
    ],
  )
  assert.deepEqual(await consents(on), [
    { purpose: 'marketing', channel: '*', state: 'ConsentRequested', evidence_kind: 'import' },
    { purpose: 'marketing', channel: '*', state: 'ConsentRequested', evidence_kind: null },
    { purpose: 'marketing', channel: '*', state: 'ConsentRefused', evidence_kind: 'import' },
  ])
})

test('who is here already is left, filled or overwritten, as the rule says; and an undo puts it back', async (t) => {
  const on = await openImporting(t)
  await on.act((await on.upload(people)).id, 'run')
  const before = await cards(on)
  const more = `ФИО;Телефон;E-mail;Язык;Должность\nБелова Анна Петровна;;anna@belova.example;английский;директор\nНовый Человек;;new@human.example;;\nНовый Человек;;new@human.example;;повар\n`
  const expected = {
    skip: { recorded: 1, updated: 0, repeated: 2, patronymic: 'Сергеевна', language: 'ru', job: undefined },
    fill: { recorded: 1, updated: 2, repeated: 0, patronymic: 'Сергеевна', language: 'ru', job: 'директор' },
    update: { recorded: 1, updated: 2, repeated: 0, patronymic: 'Петровна', language: 'en', job: 'директор' },
  } as const
  for (const rule of ['skip', 'fill', 'update'] as const) {
    const uploaded = await on.upload(more)
    await on.map(uploaded.id, { duplicates: rule })
    const checked = await on.act(uploaded.id, 'dry-run')
    const done = await on.act(uploaded.id, 'run')
    assert.deepEqual(done.counts, checked.dry_run, rule)
    const { recorded, updated, repeated } = done.counts ?? {}
    const [anna, ...others] = await cards(on)
    assert.deepEqual(
      { recorded, updated, repeated, patronymic: anna?.fields['patronymic'], language: anna?.language, job: anna?.fields['job_title'] },
      expected[rule],
      rule,
    )
    assert.equal(others.at(-1)?.fields['job_title'], rule === 'skip' ? undefined : 'повар')
    assert.equal(others.length, 3)
    const undone = await on.act(uploaded.id, 'undo')
    assert.equal(undone.state, 'undone', JSON.stringify(undone.trouble))
    assert.equal(undone.undone?.customers, 1)
    assert.deepEqual(await cards(on), before, rule)
  }
})

test('a "no" in a file is heard whatever the rule is, and an undo does not turn it back', async (t) => {
  const on = await openImporting(t)
  await on.act((await on.upload('Name,Email,Opt-in\nAnna Bell,anna@bell.example,yes\n')).id, 'run')
  const uploaded = await on.upload('Name,Email,Opt-in\nAnna Bell,anna@bell.example,no\n')
  await on.map(uploaded.id, { duplicates: 'skip' })
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.counts?.consent_refusals, 1)
  await on.act(uploaded.id, 'undo')
  assert.deepEqual(
    (await consents(on)).map((c) => c.state),
    ['ConsentRequested', 'ConsentRefused'],
  )
})

test('a "no" that only this file brought stays when the file is taken back, and so does who said it', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload('Name,Email,Opt-in\nAnna Bell,anna@bell.example,no\nBen Orr,ben@orr.example,yes\nCleo Fry,cleo@fry.example,\n')
  await on.act(uploaded.id, 'run')
  const undone = await on.act(uploaded.id, 'undo')
  assert.deepEqual(
    { ...undone.undone, fields: 0 },
    { interactions: 3, customers: 2, customers_kept: 1, fields: 0, identifiers: 0, suppressed_kept: 0, consents: 0 },
  )
  assert.equal(undone.counts?.consent_refusals, 1)
  const stands = async () => (await sql<{ state: string }>`select state from keep.consent_state`.execute(on.tables)).rows.map((r) => r.state)
  assert.deepEqual(await stands(), ['ConsentRefused'])
  // The next file finds the one who said no, and its yes is a request that changes nothing.
  const [left, ...others] = await cards(on)
  assert.deepEqual([left?.fields, others], [{}, []], 'without the name that only the file knew')
  const again = await on.act((await on.upload('Name,Email,Opt-in\nAnna Bell,anna@bell.example,yes\n')).id, 'run')
  assert.deepEqual([again.counts?.recorded, again.counts?.updated], [0, 1])
  assert.deepEqual(await stands(), ['ConsentRefused'])
})

test('a cell that says nothing costs the cell; a row that says nobody is rejected with the column', async (t) => {
  const on = await openImporting(t)
  const bad =
    'Name,Email,Phone,Birthday,Language\nAnna,anna@bell.example,,31.02.1984,en\nPetr,no-mail,,,en\nOlga,,call me,,en\nIvan,,,,en\nVera,vera@bell.example,,20260-01-01,en\nNina,nina@bell.example,,,Klingon\n'
  const uploaded = await on.upload(bad)
  const done = await on.act(
    (await on.map(uploaded.id, { country: 'GB', columns: { Name: 'full_name', Email: 'email', Phone: 'phone', Birthday: 'birth_date', Language: 'language' } }))
      .id,
    'run',
  )
  assert.deepEqual(done.counts?.rejected_by, { bad_email: 1, bad_phone: 1, nobody: 1 })
  assert.deepEqual(done.counts?.remarks, { Birthday: 2, Language: 1 })
  assert.equal(done.counts?.recorded, 3)
  assert.deepEqual(done.reconciliation, { of: 'rows', agrees: true, read: 6, added: 3, changed: 0, unchanged: 0, rejected: 3 })
  const csv = await (await on.call('GET', `/v1/imports/${done.id}/rejected.csv`)).text()
  assert.match(csv, /^4,Phone is no phone number,Olga,,call me,,en\r$/m)
})

test('a suppression list works for people who are not here, names nobody, and stays when the file is taken back', async (t) => {
  const on = await openImporting(t)
  const list = 'anna@belova.example\n+7 912 345-67-89\nANNA@belova.example\nnobody\n'
  const uploaded = await on.upload(list, { preset: 'suppression' })
  assert.equal(uploaded.header_line, 0)
  await on.map(uploaded.id, { columns: { 'column 1': 'address' } })
  const checked = await on.act(uploaded.id, 'dry-run')
  const done = await on.act(uploaded.id, 'run')
  assert.deepEqual(done.counts, checked.dry_run)
  assert.equal(done.counts?.recorded, 2)
  assert.equal(done.counts?.repeated, 1)
  assert.deepEqual(done.counts?.rejected_by, { bad_phone: 1 })
  const listed = await on.tables.selectFrom('keep.suppression').select(['kind', 'digest', 'reason']).orderBy('kind').execute()
  assert.deepEqual(listed, [
    { kind: 'email', digest: on.keyring.digest('email', 'anna@belova.example'), reason: 'import' },
    { kind: 'phone', digest: on.keyring.digest('phone', '+79123456789'), reason: 'import' },
  ])
  const undone = await on.act(uploaded.id, 'undo')
  assert.equal(undone.state, 'undone', JSON.stringify(undone.trouble))
  assert.equal(undone.undone?.suppressed_kept, 2)
  assert.deepEqual(await on.tables.selectFrom('keep.suppression').select(['kind', 'digest', 'reason']).orderBy('kind').execute(), listed)
})

test('a bad phone costs the phone: the refusal and the rest of the row go in, and the loss is told with its line', async (t) => {
  const on = await openImporting(t)
  const file =
    'Имя;Телефон;E-mail;Язык;Согласие на рассылку\nАнна;12;anna@belova.example;ru;нет\nБорис;позвоните;;ru;нет\nВера;8 912 345-67-89, 77;;клингонский;нет\n'
  const uploaded = await on.upload(file)
  const rejected = async () => (await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`, undefined, { 'accept-language': 'ru' })).text()
  const checked = await on.act(uploaded.id, 'dry-run')
  const before = await rejected()
  await on.act(uploaded.id, 'dry-run')
  assert.equal(await rejected(), before, 'looked at twice it is the same')
  const done = await on.act(uploaded.id, 'run')
  assert.deepEqual(done.counts, checked.dry_run)
  assert.deepEqual(done.counts?.rejected_by, { bad_phone: 1 }, 'who has nothing but a bad phone is nobody')
  assert.deepEqual(done.counts?.remarks, { Телефон: 2, Язык: 1 })
  assert.deepEqual([done.counts?.recorded, done.counts?.consent_refusals], [2, 2])
  assert.deepEqual(
    (await cards(on)).map((c) => c.points),
    [['email anna@belova.example'], ['phone +79123456789']],
  )
  assert.deepEqual(
    (await consents(on)).map((c) => c.state),
    ['ConsentRequested', 'ConsentRefused', 'ConsentRequested', 'ConsentRefused'],
  )
  const csv = await rejected()
  assert.equal(before, csv, 'the dry run gives the very file')
  assert.equal(
    csv,
    'rapport_line;rapport_reason;Имя;Телефон;E-mail;Язык;Согласие на рассылку\r\n' +
      '2;строка вошла, кроме: Телефон: это не номер телефона;Анна;12;anna@belova.example;ru;нет\r\n' +
      '3;Телефон: это не номер телефона;Борис;позвоните;;ru;нет\r\n' +
      '4;"строка вошла, кроме: Телефон: это не номер телефона; Язык: значение неизвестно или расходится с другими строками заказа";Вера;8 912 345-67-89, 77;;клингонский;нет\r\n',
  )
})

test('what a dry run would reject is forgotten with the mapping it was found by', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload('Имя;Телефон;E-mail\nАнна;12;anna@belova.example\n')
  const rejected = async () => (await (await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`)).text()).trimEnd().split('\r\n').length - 1
  await on.act(uploaded.id, 'dry-run')
  assert.equal(await rejected(), 1)
  const answer = await on.call('PUT', `/v1/imports/${uploaded.id}/mapping`, { ...uploaded.mapping, columns: { Имя: 'full_name', 'E-mail': 'email' } })
  assert.equal(answer.status, 200)
  assert.equal(await rejected(), 0)
  await on.act(uploaded.id, 'dry-run')
  assert.equal(await rejected(), 0, 'the phone is not read any more')
})

test('a "no" in a line that cannot be read well is heard, though the line is rejected', async (t) => {
  const on = await openImporting(t)
  const bytes = Buffer.concat([
    Buffer.from('Name,Email,Opt-in\nОльга Константиновна Северская-Заречная,olga@x.example,yes\n'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from(',anna@bell.example,no\nOscar,oscar@x.example,no,one too many\nYes,yes@x.example,yes,one too many\n'),
  ])
  const uploaded = await on.upload(bytes)
  const checked = await on.act(uploaded.id, 'dry-run')
  const done = await on.act(uploaded.id, 'run')
  assert.deepEqual(done.counts, checked.dry_run)
  assert.deepEqual(done.counts?.rejected_by, { invalid_utf8: 1, ragged: 2 })
  assert.deepEqual(done.reconciliation, { of: 'rows', agrees: true, read: 4, added: 1, changed: 0, unchanged: 0, rejected: 3 })
  const refused = (await cards(on)).filter((c) => Object.keys(c.fields).length === 0)
  assert.deepEqual(refused.map((c) => c.points).sort(), [['email anna@bell.example'], ['email oscar@x.example']])
  assert.deepEqual((await consents(on)).filter((c) => c.state === 'ConsentRefused').length, 2)
  const body = Buffer.from(await (await on.call('GET', `/v1/imports/${done.id}/rejected.csv`)).arrayBuffer())
  assert.ok(body.includes(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(',anna@bell.example,no\r\n')])), 'bytes as they came')
})

test('a suppression list loses no address because of its neighbour', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload('Email,Phone\nanna@belova.example,no phone\npetr@x.example,+79123456789,more\n', { preset: 'suppression' })
  const done = await on.act(uploaded.id, 'run')
  assert.deepEqual([done.counts?.recorded, done.counts?.rejected_by, done.counts?.remarks], [1, { ragged: 1 }, { Phone: 1 }])
  assert.deepEqual(done.reconciliation, { of: 'rows', agrees: true, read: 2, added: 1, changed: 0, unchanged: 0, rejected: 1 })
  const listed = await on.tables.selectFrom('keep.suppression').select('digest').execute()
  for (const [kind, value] of [
    ['email', 'anna@belova.example'],
    ['email', 'petr@x.example'],
    ['phone', '+79123456789'],
  ] as const)
    assert.ok(
      listed.some((l) => l.digest.equals(on.keyring.digest(kind, value))),
      value,
    )
})

test('rejected rows come back byte by byte: delimiter, encoding, quotes, cells too many; and go in when they are put right', async (t) => {
  const on = await openImporting(t)
  const rows = ['"Анна";"ann ""А"" x";нет', 'Борис;boris@x.example;да;лишнее;"и ещё"', 'Вера;vera@x.example;да']
  const file = iconv.encode(`Имя;E-mail;Согласие на рассылку\r\n${rows.join('\r\n')}\r\n`, 'windows-1251')
  const uploaded = await on.upload(file)
  assert.deepEqual([uploaded.form?.encoding, uploaded.form?.delimiter], ['windows-1251', ';'])
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.counts?.rejected, 2)
  const answer = await on.call('GET', `/v1/imports/${done.id}/rejected.csv`, undefined, { 'accept-language': 'ru-RU' })
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=windows-1251')
  const text = iconv.decode(Buffer.from(await answer.arrayBuffer()), 'windows-1251')
  assert.equal(
    text,
    'rapport_line;rapport_reason;Имя;E-mail;Согласие на рассылку\r\n' +
      `2;E-mail: это не адрес электронной почты;${rows[0]}\r\n3;ячеек не столько, сколько в заголовке: 5;${rows[1]}\r\n`,
  )
  const right = text.replace('"ann ""А"" x"', 'anna@x.example').replace(';лишнее;"и ещё"', '')
  const again = await on.act((await on.upload(iconv.encode(right, 'windows-1251'))).id, 'run')
  assert.deepEqual([again.counts?.recorded, again.counts?.rejected], [2, 0])
})

test('fields of our own: guessed by their titles, taken by their types, and what does not fit is told with line and reason', async (t) => {
  const on = await openImporting(t)
  const declare = (code: string, type: OwnField['type'], ru: string, codes: string[] | null = null, currency: string | null = null) =>
    inTransaction(on.tables, (tx) =>
      registerOwnField(tx.$pickTables(), { code, type, title: { en: code, ru }, codes, currency, purposes: ['service'], searched: false }, today),
    )
  await declare('x_points', 'number', 'Баллы')
  await declare('x_until', 'time', 'Участник до')
  await declare('x_wholesale', 'boolean', 'Оптовик')
  await declare('x_tier', 'code', 'Уровень', ['silver', 'gold'])
  await on.deps.registry.reread(today)
  const file = `Почта;Баллы;Участник до;Оптовик;Уровень
anna@belova.example;1 200,5;31.12.2027;да;GOLD
petr@ivanov.example;много;вчера;может быть;bronze
`
  const uploaded = await on.upload(file, { preset: 'contacts' })
  assert.deepEqual(uploaded.mapping?.columns, { Почта: 'email', Баллы: 'x_points', 'Участник до': 'x_until', Оптовик: 'x_wholesale', Уровень: 'x_tier' })
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.state, 'done', JSON.stringify(done.trouble))
  assert.deepEqual(
    (await cards(on)).map((card) => card.fields),
    [{ x_points: '1200.5', x_until: '2027-12-31', x_wholesale: 'true', x_tier: 'gold' }, {}],
  )
  assert.deepEqual(done.counts?.remarks, { Баллы: 1, 'Участник до': 1, Оптовик: 1, Уровень: 1 })
  const rejected = await (await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`, undefined, { 'accept-language': 'ru' })).text()
  assert.match(rejected, /3;"?строка вошла, кроме: /)
  assert.match(rejected, /Баллы: это не число/)
  assert.match(rejected, /Участник до: это не дата/)
  assert.match(rejected, /Оптовик: это не «да» и не «нет»/)
  assert.match(rejected, /Уровень: такого значения нет в списке/)

  await inTransaction(on.tables, (tx) => retireOwnField(tx.$pickTables(), 'x_tier', today))
  await on.deps.registry.reread(today)
  const refused = await on.call('PUT', `/v1/imports/${uploaded.id}/mapping`, uploaded.mapping)
  assert.deepEqual([refused.status, /columns: the field .*x_tier.* is retired and takes no values/.test(await refused.text())], [400, true])
})

test('money of our own fields: read as the file writes it, refused with its line where it is none or of another currency', async (t) => {
  const on = await openImporting(t)
  await inTransaction(on.tables, (tx) =>
    registerOwnField(
      tx.$pickTables(),
      { code: 'x_limit', type: 'money', title: { en: 'Limit', ru: 'Лимит' }, codes: null, currency: 'RUB', purposes: ['service'], searched: false },
      today,
    ),
  )
  await on.deps.registry.reread(today)
  const limits = ['1 234,50', '1,234.50', '1234,5 ₽', '2.500', '$5', 'много', '0,001', '(7,00)']
  const file = `Почта;Лимит\n${limits.map((limit, i) => `p${i}@belova.example;${limit}`).join('\n')}\n`
  const uploaded = await on.upload(file, { preset: 'contacts' })
  assert.deepEqual([uploaded.mapping?.columns['Лимит'], uploaded.mapping?.decimal], ['x_limit', ','], 'commas stand before its decimals')
  const done = await on.act(uploaded.id, 'run')
  assert.deepEqual(
    (await cards(on)).map((card) => card.fields['x_limit'] ?? null),
    ['1234.50 RUB', '1234.50 RUB', '1234.50 RUB', '2500.00 RUB', null, null, null, '-7.00 RUB'],
  )
  const { rows } = await sql<{ minor: number }>`select minor from fact.field order by customer_id`.execute(on.tables)
  assert.deepEqual(
    rows.map((row) => row.minor),
    [123450, 123450, 123450, 250000, -700],
  )
  assert.deepEqual(done.counts?.remarks, { Лимит: 3 })
  const rejected = await (await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`, undefined, { 'accept-language': 'ru' })).text()
  for (const line of [6, 7, 8]) assert.match(rejected, new RegExp(`${line};"?строка вошла, кроме: Лимит: это не сумма в валюте этого поля`))
})

test('whoever is new comes to the unit that the file says; a unit there is none of costs the cell, and who is known keeps theirs', async (t) => {
  const on = await openImporting(t)
  await inTransaction(on.tables, (tx) => registerUnit(tx.$pickTables(), { code: 'north', title: { en: 'North', ru: 'Север' }, kind: 'shop' }, today))
  const unitsOf = async () => (await on.tables.selectFrom('keep.customer').select('units').orderBy('customer_id').execute()).map((c) => c.units.join())
  const run = async (file: string) => {
    const uploaded = await on.upload(file, { name: 'people.csv' })
    assert.equal(uploaded.mapping?.columns['подразделение'] ?? uploaded.mapping?.columns['Подразделение'], 'unit')
    return on.act(uploaded.id, 'run')
  }
  await run('E-mail;Имя;Подразделение\nanna@belova.example;Анна;north\npetr@ivanov.example;Пётр;nowhere\n')
  assert.deepEqual(await unitsOf(), ['north', ''])
  await run('E-mail;Имя;Подразделение\npetr@ivanov.example;Пётр;north\n')
  assert.deepEqual(await unitsOf(), ['north', ''])
})
