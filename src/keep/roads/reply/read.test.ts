import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ownWords, saidByLetter } from './own.ts'
import { readReply } from './read.ts'
import { keywords } from './words.ts'

const now = new Date('2026-11-24T12:00:00Z')
const read = (words: string) => readReply(words, { now })
const is = (words: string, unasked = true) => readReply(words, { now, unasked }).is

test('a no in any case, layout, alphabet and with any courtesy is a no', () => {
  const stops = [
    'STOP',
    'stop',
    'Стоп',
    'СТОП!!!',
    ' стоп. ',
    'STOP please',
    'Пожалуйста, отпишите меня',
    'unsubscribe',
    'Opt-out',
    'ОТПИСАТЬСЯ',
    'отписаться, спасибо',
  ]
  const mistyped = ['cnjg', 'CNJG', 'ыещз', 'ЫЕЩЗ', 'CTOП', 'СTОП', 'STООP', 'стооооп', 'jngbcfnmcz', 'S T O P'.replaceAll(' ', ''), 'ｓｔｏｐ']
  const unasked = ['cancel', 'END', 'quit', 'отмена']
  for (const words of [...stops, ...mistyped, ...unasked]) assert.equal(is(words), 'stop', words)
  assert.equal(is('СТОП\nАнна Белова'), 'stop', 'a name below')
  assert.equal(is('STOP ALL'), 'all')
  assert.equal(is('Стоп всё'), 'all')
})

test('fewer, a pause of so many days, and going on', () => {
  for (const words of ['РЕЖЕ', 'less', 'Пишите реже, пожалуйста', 'ht;t']) assert.equal(is(words), 'less', words)
  assert.deepEqual(read('ПАУЗА'), { is: 'pause', days: null })
  assert.deepEqual(read('pause 14 days'), { is: 'pause', days: 14 })
  assert.deepEqual(read('Пауза 60'), { is: 'pause', days: 60 })
  for (const words of ['START', 'старт', 'cnfhn']) assert.equal(is(words), 'start', words)
  assert.equal(is('START\nBen'), 'nothing', 'what gives back is said alone')
})

test('a pause till a day, or for so long; one whose end is not understood is for a person', () => {
  const till = { '2026-12-01': 7, '2027-01-01': 38, '2027-05-01': 158, '2027-05-03': 160 }
  const said: readonly (readonly [day: keyof typeof till, ...words: string[]])[] = [
    ['2027-05-01', 'pause till May', 'PAUSE until May 1', 'pause until 1st may, please', 'пауза до мая', 'Пауза до 1 мая', 'пауза до 01.05', 'gfepf lj vfz'],
    ['2027-05-03', 'пауза до 3 мая 2027 г.', 'pause until 2027-05-03', 'pause to 3 May 2027', 'сделайте паузу до 03.05.2027, пожалуйста'],
    ['2026-12-01', 'пауза до декабря', 'пауза до 1.12', 'pause until December'],
    ['2027-01-01', 'пауза до нового года', 'not now, till next year', 'пауза до января'],
  ]
  for (const [day, ...all] of said) for (const words of all) assert.deepEqual(read(words), { is: 'pause', days: till[day] }, words)
  const long = {
    'pause for two weeks': 14,
    'пауза на месяц': 30,
    'Пауза на 2 недели': 14,
    'пауза на полгода': 182,
    'pause for 3 days': 3,
    'pause for a year': 365,
  }
  for (const [words, days] of Object.entries(long)) assert.deepEqual(read(words), { is: 'pause', days }, words)
  for (const words of ['пауза 0', 'пауза 400', 'пауза до 31 февраля', 'пауза до мая 2019', 'pause till Easter', 'пауза на лето', 'pause until 2031-01-01'])
    assert.equal(is(words), 'smells', words)
  for (const words of ['Break the order in two', 'пауза затянулась']) assert.equal(is(words), 'nothing', words)
})

test('whoever says that they look for something looks for it; not where it smells of a no', () => {
  for (const words of ['Ищу книгу о живописи эпохи Сун, до 3000 ₽', 'Здравствуйте! Ищу атлас мира.', "I'm looking for a gift", 'Hello. I am looking for maps'])
    assert.equal(is(words), 'seeks', words)
  assert.equal(is('Ищу, как отписаться'), 'smells')
  for (const words of ['Ищу', 'looking for', 'Мы вас ищу', 'She was looking for it']) assert.equal(is(words), 'nothing', words)
})

test('what smells of a no, or of its opposite, is for a person', () => {
  const doubtful = [
    'не останавливайте!',
    "don't stop!",
    'stop by tomorrow at five',
    'Please stop sending me these on Mondays',
    'Прекратите это немедленно',
    'уберите мой номер',
    'I withdraw my consent',
  ]
  for (const words of [...doubtful, 'хватит уже', 'надоели со своей рекламой', 'это спам', 'remove me from your list', 'yt jcnfyfdkbdfqnt'])
    assert.equal(is(words), 'smells', words)
  assert.equal(is('STOP\nbut keep my order'), 'stop')
  assert.equal(is('стоп\nне останавливайте новости о Китае'), 'smells')
  assert.equal(is('cancel', false), 'smells', 'in answer to an order it may be the order')
  assert.equal(is('отмена', false), 'smells')
})

test('other words are only words', () => {
  for (const words of ['', '   ', '👍', 'Спасибо, приду в пятницу', 'ok', 'Is the book in the shop?', '+', 'да', 'When do you open?'])
    assert.equal(is(words), 'nothing', words)
})

test('no text makes it fail, and no words around a no make it pass for nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (words) => typeof read(words).is === 'string'))
  fc.assert(
    fc.property(fc.constantFrom(...keywords.stop), fc.string({ maxLength: 60 }), (word, around) => {
      assert.ok(['stop', 'all', 'smells', 'less', 'pause'].includes(is(`${word} ${around.replaceAll('\n', ' ')}`)) || !/[a-zа-я]/i.test(word))
    }),
  )
})

test('what is quoted is not the reply', () => {
  assert.equal(ownWords('Спасибо!\n\n> Чтобы отписаться, ответьте СТОП'), 'Спасибо!')
  assert.equal(ownWords('Спасибо!\n\nпн, 23 нояб. 2026 г. в 10:00, Лавка <shop@shop.example>:\n\n> СТОП'), 'Спасибо!')
  assert.equal(ownWords('Fine\n\nOn Mon, 23 Nov 2026 at 10:00, The Shop\n<shop@shop.example> wrote:\nReply STOP to stop'), 'Fine')
  assert.equal(ownWords('ok\n-----Original Message-----\nFrom: shop\nSTOP'), 'ok')
  assert.equal(ownWords('СТОП\n-- \nАнна\nне останавливайте'), 'СТОП')
  assert.equal(ownWords('stop\n\nSent from my iPhone'), 'stop')
  assert.equal(ownWords('> Are you coming?\nstop\n> Bring a friend'), 'stop')
})

test('a letter says what its writer wrote: not a machine, and not our own subject', () => {
  const letter = (more: Partial<Parameters<typeof saidByLetter>[0]>) => saidByLetter({ subject: 'Re: Стоп! Скидки', text: '', headers: [], ...more })
  assert.equal(letter({}), undefined)
  assert.equal(letter({ subject: 'unsubscribe' }), 'unsubscribe')
  assert.equal(letter({ text: 'СТОП\n> …' }), 'СТОП')
  assert.equal(letter({ text: 'I am away. stop', headers: [['Auto-Submitted', 'auto-replied']] }), undefined)
  assert.equal(letter({ text: 'stop', headers: [['Auto-Submitted', 'no']] }), 'stop')
  assert.equal(letter({ text: 'stop', subject: 'Out of office: back on Monday' }), undefined)
  assert.equal(letter({ text: 'stop', headers: [['Return-Path', '<>']] }), undefined)
})
