import { words } from '../../ui/words.ts'

export const presenceWords = words(
  'presence',
  {
    looks: '{{name}} has this card open too',
    changes: '{{name}} is writing on this card',
  },
  {
    looks: 'Эту карточку смотрит и {{name}}',
    changes: 'Эту карточку сейчас меняет {{name}}',
  },
)
