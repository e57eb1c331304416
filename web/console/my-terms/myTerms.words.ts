import { words } from '../../ui/words.ts'

export const myTermsWords = words(
  'my-terms-list',
  {
    title: 'Terms we accept',
    lead: 'Customers, or programs that speak for them, offer terms of IEEE 7012 (MyTerms) in their own order. The first one that is ticked here is agreed and signed by both. The list is public.',
    drafts: 'Try it as a draft first',
    address: 'It stands at',
    permits: 'Beyond serving them we may: {{uses}}',
    permits_none: 'Beyond serving them we may use the data for nothing.',
    version: 'Published {{at}}, version {{version}}',
    none: 'Nothing is published yet: every offer is refused.',
    save: 'Publish',
    saved: 'Published. What was agreed before stands.',
    only: 'Whoever keeps the registers does this.',
    note: 'A purpose says what it needs (“needs” in the register of purposes). One that needs more than a customer agreed to is refused for that customer; it is never moved.',
  },
  {
    title: 'Какие условия мы принимаем',
    lead: 'Клиенты или программы от их имени предлагают условия по IEEE 7012 (MyTerms) в своём порядке. Первое, что отмечено здесь, становится соглашением, его подписывают обе стороны. Список открыт всем.',
    drafts: 'Сначала попробовать черновиком',
    address: 'Он лежит по адресу',
    permits: 'Кроме обслуживания нам можно: {{uses}}',
    permits_none: 'Кроме обслуживания данные нельзя использовать ни для чего.',
    version: 'Опубликовано {{at}}, версия {{version}}',
    none: 'Пока ничего не опубликовано: любое предложение отклоняется.',
    save: 'Опубликовать',
    saved: 'Опубликовано. Прежние соглашения действуют.',
    only: 'Это делает тот, кто ведёт реестры.',
    note: 'Цель говорит, что ей нужно (needs в реестре целей). Если ей нужно больше, чем согласовано с клиентом, для этого клиента она запрещена; сама она не меняется.',
  },
)
