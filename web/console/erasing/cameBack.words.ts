import { words } from '../../ui/words.ts'

export const cameBackWords = words(
  'cameBack',
  {
    asked: 'Somebody with this address or number was erased. Enter them only if they came back by themselves. Nothing of what was known before returns.',
    came_back: 'They came back by themselves',
    say_it: 'Say above that they came back by themselves, or change the address.',
  },
  {
    asked: 'Данные человека с таким адресом или номером стёрты. Вносите его снова, только если он обратился сам. Из прежнего ничего не вернётся.',
    came_back: 'Клиент обратился сам',
    say_it: 'Отметьте выше, что клиент обратился сам, или измените адрес.',
  },
)
