import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../../platform/clock.ts'
import { openLetter, queueLetter, type StaffLetter } from '../../access/letters/letters.ts'
import { shop } from '../testing.ts'

test('letters to the staff go the company’s way out, in the language of whoever reads them', async (t) => {
  const s = await shop(t)
  const access = { db: s.home.db.$pickTables(), keyring: s.home.keyring, rowIds: s.home.rowIds }
  const now = systemClock.now()
  const moment = '2026-11-28T09:00:00.000Z'
  const write = async (letter: StaffLetter): Promise<number> => {
    await queueLetter(access, letter, now)
    const row = await access.db.selectFrom('keep.staff_letter').select('letter_id').orderBy('letter_id', 'desc').executeTakeFirstOrThrow()
    return row.letter_id
  }
  const caught = async () => (await s.channels.caught.list({ limit: 20, before: undefined, words: [] })).items

  await t.test('an invitation with its link and who invites; a second call writes no second letter', async () => {
    const link = 'https://crm.example/join#secret'
    const id = await write({ kind: 'invitation', to: 'boris@example.org', name: '', language: 'ru', by: 'Анна <b>Белова</b>', link, moment })
    await s.channels.writeToStaff(id)
    await s.channels.writeToStaff(id)
    const letters = await caught()
    assert.equal(letters.length, 1)
    const [letter] = letters
    assert.equal(letter?.envelope.to, 'boris@example.org')
    assert.match(letter?.subject ?? '', /^Приглашение работать в Rapport/)
    assert.match(letter?.text ?? '', /Вас приглашает Анна <b>Белова<\/b>[\s\S]*https:\/\/crm\.example\/join#secret/)
    assert.ok(letter?.html?.includes('&lt;b&gt;') && !letter.html.includes('<b>Белова'), 'a name is no markup')
    assert.deepEqual([letter?.staff, letter?.customer], [true, undefined])
    assert.equal(await openLetter(access, id), undefined, 'what has left is kept no longer')
  })
  await t.test('every kind can be rendered in both languages', async () => {
    for (const kind of ['reset', 'password_changed', 'new_device', 'recovery_used', 'factor_removed'] as const) {
      for (const language of ['en', 'ru']) {
        const id = await write({ kind, to: 'anna@example.org', name: 'Anna', language, link: 'https://crm.example/reset#x', device: 'Firefox, Linux', moment })
        await s.channels.writeToStaff(id)
        const [newest] = await caught()
        assert.match(newest?.text ?? '', language === 'ru' ? /^Здравствуйте, Anna!/ : /^Hello Anna,/, `${kind} ${language}`)
      }
    }
  })
  await t.test('what waits for somebody: a line for each kind there is some of, and no other', async () => {
    for (const [language, lines] of [
      ['en', '- Mentions of you: 2\n- New leads: 1\n'],
      ['ru', '- Вас упомянули: 2\n- Новые лиды: 1\n'],
    ] as const) {
      const counts = { mention: 2, lead_new: 1 }
      await s.channels.writeToStaff(
        await write({ kind: 'notices', to: 'anna@example.org', name: 'Anna', language, link: 'https://crm.example/', counts, moment }),
      )
      const [newest] = await caught()
      assert.ok(newest?.text?.includes(`\n\n${lines}\n`), newest?.text)
      assert.ok(newest?.text?.includes('https://crm.example/'))
    }
  })
})
