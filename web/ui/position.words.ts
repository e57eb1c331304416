import { words } from './words.ts'

/** What somebody is at an organisation, by the codes that are usual; another code stands as it was sent. */
export const positionWords = words(
  'position',
  {
    head: 'head',
    director: 'director',
    deputy: 'deputy',
    manager: 'manager',
    accountant: 'accountant',
    buyer: 'buyer',
    seller: 'seller',
    secretary: 'secretary',
    lawyer: 'lawyer',
    engineer: 'engineer',
    owner: 'owner',
  },
  {
    head: 'руководитель',
    director: 'директор',
    deputy: 'заместитель',
    manager: 'менеджер',
    accountant: 'бухгалтер',
    buyer: 'закупщик',
    seller: 'продавец',
    secretary: 'секретарь',
    lawyer: 'юрист',
    engineer: 'инженер',
    owner: 'владелец',
  },
)
