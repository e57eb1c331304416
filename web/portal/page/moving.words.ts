import { words } from '../../ui/words.ts'

export const movingWords = words(
  'my-moving',
  {
    title: 'Bring what another company knows',
    lead: 'Give us the copy (a ZIP) that another company made for you. First you see who signed it and what it would change; nothing is kept until you choose.',
    choose: 'Choose the copy',
    nothing: 'There is nothing in it that we do not know already.',
    take: 'Take over what is ticked',
    taken: 'Taken over from {{company}}. Each thing says where it came from.',
  },
  {
    title: 'Перенести из другой компании',
    lead: 'Передайте нам копию (ZIP), которую вам собрала другая компания. Сначала вы увидите, кто её подписал и что изменится; пока вы не выбрали, ничего не сохраняется.',
    choose: 'Выбрать копию',
    nothing: 'В ней нет ничего, чего мы ещё не знаем.',
    take: 'Перенести отмеченное',
    taken: 'Перенесено, откуда: {{company}}. У каждой записи указано, откуда она.',
  },
)
