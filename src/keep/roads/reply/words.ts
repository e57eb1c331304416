// The words by which a reply says something about being contacted. Written small, with е for ё and no letter twice in a row, as `folded` in
// read.ts makes them.

/** What the law itself takes for a no (47 CFR 64.1200(a)(10)) and what people write here. `here`: only in answer to something unasked; after an order it may mean the order. */
export const keywords = {
  all: ['stopal', 'stop al', 'stop everything', 'стоп все', 'стоп всем', 'стопвсе', 'не пишите совсем', 'не пишите никогда'],
  stop: [
    ...['stop', 'unsubscribe', 'unsub', 'optout', 'opt out', 'revoke', 'stop mesages', 'stop texts', 'stop emails', 'unsubscribe me', 'no more emails'],
    ...['стоп', 'отписаться', 'отписка', 'отпишите', 'отпишите меня', 'отписать', 'стоп рассылка', 'стоп реклама', 'стоп смс', 'не пишите', 'не пишите мне'],
    ...['больше не пишите', 'больше не пишите мне', 'не присылайте', 'не присылайте больше', 'больше не присылайте', 'хочу отписаться'],
  ],
  here: ['cancel', 'end', 'quit', 'отмена', 'конец'],
  less: ['les', 'les often', 'write les', 'write les often', 'реже', 'пишите реже', 'пореже', 'слишком часто'],
  pause: ['pause', 'break', 'пауза', 'паузу', 'сделайте паузу', 'перерыв', 'не сейчас', 'not now'],
  start: ['start', 'unstop', 'resume', 'старт', 'возобновить', 'пишите'],
} as const

/** Said around a keyword, they change nothing. */
export const courtesies = [
  ...['please', 'pls', 'thanks', 'thank you', 'helo', 'hi', 'dear al', 'kindly', 'now', 'sory'],
  ...['пожалуйста', 'плиз', 'спасибо', 'здравствуйте', 'добрый день', 'добрый вечер', 'доброе утро', 'привет', 'прошу', 'извините', 'заранее'],
] as const

/** How somebody begins to say what they look for. */
export const seeking = ['i am loking for', 'im loking for', 'loking for', 'я ищу', 'ищу', 'мы ищем'] as const

/** Wherever one of these stands it may be a no, or its opposite: a person reads it. */
export const smells = [
  ...[
    'stop',
    'unsub',
    'opt out',
    'optout',
    'opt me out',
    'revoke',
    'remove me',
    'take me of',
    'leave me alone',
    'no more',
    'spam',
    'do not contact',
    'dont contact',
  ],
  ...[
    'do not write',
    'dont write',
    'do not cal',
    'dont cal',
    'do not text',
    'dont text',
    'do not mesage',
    'withdraw my',
    'withdraw consent',
    'delete my',
    'delete me',
    'harasment',
  ],
  ...['стоп', 'останов', 'останав', 'отпис', 'отпиш', 'не пиши', 'не шли', 'не присыла', 'не звон', 'не беспоко', 'не тревож', 'хватит', 'надоел', 'спам'],
  ...[
    'прекрат',
    'больше не',
    'уберите',
    'удалите',
    'исключите',
    'отзываю',
    'отзови',
    'отозв',
    'отказ',
    'не хочу',
    'не надо',
    'не нужн',
    'не согласен',
    'не согласна',
    'жалоб',
  ],
] as const

/** A note of a machine and no words of a person, by how its subject begins. */
export const ofMachines = [
  'automatic reply',
  'auto reply',
  'autoreply',
  'out of ofice',
  'автоответ',
  'автоматический ответ',
  'я в отпуске',
  'delivery status',
  'undelivered',
]
