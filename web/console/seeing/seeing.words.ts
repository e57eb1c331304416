import { words } from '../../ui/words.ts'

export const seeingWords = words(
  'seeing',
  {
    as: 'You see as {{name}}',
    as_gone: 'This colleague is not here any more, or you may not look any more',
    how: 'Only what you both may see; nothing can be changed. What you open is noted with your name.',
    nothing: 'You see as {{name}}: nothing can be changed.',
    leave: 'Leave',
    see_as: 'See as {{name}}',
    see_as_short: 'See as',
    only: 'Only whoever may look as a colleague can do this.',
    yourself: 'This is you.',
  },
  {
    as: 'Вы смотрите как {{name}}',
    as_gone: 'Этот сотрудник здесь больше не работает, или вам больше нельзя так смотреть',
    how: 'Видно только то, что доступно вам обоим; изменить ничего нельзя. Всё открытое записывается на ваше имя.',
    nothing: 'Вы смотрите как {{name}}: изменить ничего нельзя.',
    leave: 'Выйти',
    see_as: 'Посмотреть глазами: {{name}}',
    see_as_short: 'Посмотреть глазами',
    only: 'Смотреть глазами коллеги может только тот, кому это разрешено.',
    yourself: 'Это вы.',
  },
)
