import { words } from '../../ui/words.ts'

export const aroundWords = words(
  'around',
  { around: 'In the list', back: 'Customers', previous: 'Previous', next: 'Next', position: '{{at}} of {{all}}' },
  { around: 'В списке', back: 'Клиенты', previous: 'Предыдущий', next: 'Следующий', position: '{{at}} из {{all}}' },
)
