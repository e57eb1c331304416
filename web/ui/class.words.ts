import { words } from './words.ts'

export const classWords = words(
  'class',
  { first: 'First class', second: 'Second class', third: 'Third class', none: 'No class yet' },
  { first: 'Первый класс', second: 'Второй класс', third: 'Третий класс', none: 'Пока без класса' },
)
