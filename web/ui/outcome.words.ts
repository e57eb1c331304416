import { words } from './words.ts'

// How something ended, by code; a code that is not here is shown made readable.

export const outcomeWords = words(
  'outcome',
  {
    solved: 'Solved', answered: 'Answered', missed: 'Missed', no_answer: 'No answer', refused: 'Refused', accepted: 'Accepted', delivered: 'Delivered',
    read: 'Read', returned: 'Returned', sent: 'Sent', paid: 'Paid', cancelled: 'Cancelled', done: 'Done', busy: 'Busy', opened: 'Opened', failed: 'Failed',
    held: 'Held back', interested: 'Interested', later: 'Later', promised: 'Promised', open: 'Open', closed: 'Closed', unknown: 'Unknown', handed_over: 'Handed over',
  },
  {
    solved: 'Решено', answered: 'Отвечено', missed: 'Пропущен', no_answer: 'Без ответа', refused: 'Отказ', accepted: 'Согласие', delivered: 'Доставлено',
    read: 'Прочитано', returned: 'Вернулось', sent: 'Отправлено', paid: 'Оплачено', cancelled: 'Отменено', done: 'Сделано', busy: 'Занято', opened: 'Открыто',
    failed: 'Не удалось', held: 'Задержано', interested: 'Интересно', later: 'Позже', promised: 'Обещано', open: 'Открыто', closed: 'Закрыто',
    unknown: 'Неизвестно', handed_over: 'Передано',
  },
)
