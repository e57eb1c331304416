import { words } from './words.ts'

/** What stands in a copy from another company, as whoever takes it over reads it. */
export const moveWords = words(
  'move',
  {
    signed: 'Given out by {{company}}, {{site}}, {{at}}. The signature was checked by the key that this site shows.',
    key: 'Key:',
    new: 'We do not have it yet.',
    other: 'Here it says: {{here}}.',
    yes: 'You allowed there: {{purpose}}, {{channel}}',
    yes_text: 'A yes given there is none here: you will find it as a question under “What I allow”.',
    history_one: '{{count}} thing that happened there',
    history_few: '{{count}} things that happened there',
    history_many: '{{count}} things that happened there',
    history_other: '{{count}} things that happened there',
    history_text: 'To be read in your history; it counts in none of our figures.',
    yes_theirs: 'They allowed there: {{purpose}}, {{channel}}',
    yes_text_theirs: 'A yes given there is none here: they will be asked.',
    history_text_theirs: 'To be read in their history; it counts in none of our figures.',
  },
  {
    signed: 'Выдала компания {{company}}, {{site}}, {{at}}. Подпись проверена ключом, который показывает этот сайт.',
    key: 'Ключ:',
    new: 'У нас этого ещё нет.',
    other: 'У нас записано: {{here}}.',
    yes: 'Там вы разрешили: {{purpose}}, {{channel}}',
    yes_text: 'Данное там согласие здесь не действует: вы найдёте его вопросом на странице «Что я разрешаю».',
    history_one: '{{count}} событие оттуда',
    history_few: '{{count}} события оттуда',
    history_many: '{{count}} событий оттуда',
    history_other: '{{count}} события оттуда',
    history_text: 'Можно прочесть в вашей истории; в наши цифры не входит.',
    yes_theirs: 'Там клиент разрешил: {{purpose}}, {{channel}}',
    yes_text_theirs: 'Данное там согласие здесь не действует: клиента об этом спросят.',
    history_text_theirs: 'Можно прочесть в истории клиента; в наши цифры не входит.',
  },
)
