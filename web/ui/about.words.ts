import { words } from './words.ts'

// What a field or a kind of events tells of people, in a word or two; the pages of the customer say the same.

export const aboutWords = words(
  'about',
  {
    mark: 'Our own mark',
    preference: 'Tastes and wishes',
    habit: 'Habits',
    contact: 'Ways to reach them',
    identity: 'Who they are',
    money: 'Money',
    work: 'Work and education',
    family: 'Family and home',
    health: 'Health',
    belief: 'Beliefs',
    politics: 'Politics or a union',
    origin: 'Origin',
    intimate: 'Intimate life',
    offence: 'Offences',
  },
  {
    mark: 'Наша пометка',
    preference: 'Вкусы и пожелания',
    habit: 'Привычки',
    contact: 'Способ связи',
    identity: 'Личность',
    money: 'Деньги',
    work: 'Работа и образование',
    family: 'Семья и дом',
    health: 'Здоровье',
    belief: 'Убеждения',
    politics: 'Политика или профсоюз',
    origin: 'Происхождение',
    intimate: 'Интимная жизнь',
    offence: 'Правонарушения',
  },
)
