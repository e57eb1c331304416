import { words } from '../../ui/words.ts'

export const historyWords = words(
  'my-history',
  {
    title: 'History',
    lead: 'Everything between you and {{company}}, as it is kept: orders, calls, letters, chats.',
    empty: 'Nothing is kept yet',
    from_you: 'from you',
    from_us: 'from us',
    more: 'Show more',
    rewritten: 'Written anew; what it said before:',
    taken_away: 'Its author took it away; what it said:',
  },
  {
    title: 'История',
    lead: 'Всё, что было между вами и компанией {{company}}, как оно хранится: заказы, звонки, письма, чаты.',
    empty: 'Пока ничего не хранится',
    from_you: 'от вас',
    from_us: 'от нас',
    more: 'Показать ещё',
    rewritten: 'Изменено; как было раньше:',
    taken_away: 'Автор убрал эту запись; что в ней было:',
  },
)
