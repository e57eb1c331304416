import { words } from './words.ts'

export const coversWords = words(
  'covers',
  {
    what: 'What is to be erased',
    everything: 'Everything',
    health: 'Health and other sensitive records',
    interests: 'Interests, needs and what was remembered',
    interactions: 'Purchases, calls, visits and their texts',
    files: 'Files',
    messages: 'Messages that were sent',
    span: 'A span of time',
    from: 'From',
    to: 'To, that day included',
    between: 'From {{from}} to {{to}}',
    part_note:
      'From the moment it is asked for nobody finds it: no page, no list, no count. Until the day you choose it can be taken back, and then it is there as before.',
  },
  {
    what: 'Что стереть',
    everything: 'Всё',
    health: 'Здоровье и другие чувствительные сведения',
    interests: 'Интересы, пожелания и то, что запомнили',
    interactions: 'Покупки, звонки, визиты и их тексты',
    files: 'Файлы',
    messages: 'Отправленные сообщения',
    span: 'За промежуток времени',
    from: 'С',
    to: 'По, включая этот день',
    between: 'С {{from}} по {{to}}',
    part_note:
      'С момента запроса этого не найдёт никто: ни на странице, ни в списке, ни в подсчётах. До выбранного дня можно передумать — и всё вернётся, как было.',
  },
)
