import { words } from '../../ui/words.ts'

export const rememberedWords = words(
  'my-remembered',
  {
    title: 'What we remember of you',
    lead: 'Written down by those who serve you, so that you need not say it twice. Something wrong, or nobody’s business? Tell us: it will be forgotten.',
    talk: 'We spoke of',
    remember: 'To remember',
    interest: 'Interest',
    gift: 'Gift',
    given: 'Our gift to you',
    received: 'Your gift to us',
    address: 'How to address you',
    reaction: 'how it was taken: {{text}}',
    written: 'written {{day}}',
  },
  {
    title: 'Что мы о вас помним',
    lead: 'Записано теми, кто с вами работает, чтобы вам не повторять дважды. Что-то неверно или лишнее? Скажите — и мы забудем.',
    talk: 'О чём говорили',
    remember: 'Не забыть',
    interest: 'Увлечение',
    gift: 'Подарок',
    given: 'Наш подарок вам',
    received: 'Ваш подарок нам',
    address: 'Как обращаться',
    reaction: 'как принят: {{text}}',
    written: 'записано {{day}}',
  },
)
