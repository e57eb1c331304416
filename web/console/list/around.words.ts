import { words } from '../../ui/words.ts'

export const aroundWords = words(
  'around',
  { around: 'In the list', back: 'Customers', previous: 'Previous customer', next: 'Next customer', position: '{{at}} of {{all}}' },
  { around: 'В списке', back: 'Клиенты', previous: 'Предыдущий клиент', next: 'Следующий клиент', position: '{{at}} из {{all}}' },
)
