import type { NewTemplate } from './template.ts'

// What a new installation can say from the first day.

export const startingTemplates: readonly NewTemplate[] = [
  {
    template: 'thank_you',
    channel: 'email',
    fields: ['greeting', 'address_as'],
    slots: { discount_percent: 'number' },
    words: {
      en: {
        subject: 'Thank you — and {{ slots.discount_percent | number }} % for our regulars',
        text: '{{ person.greeting }}\n\nYou have been with us for a while now, and we want to say thank you: from today {{ slots.discount_percent | number }} % off everything is yours.\n\nNothing to enter and nothing to collect: we know you at the till and on the site.\n\n{{ company }}',
        html: null,
      },
      ru: {
        subject: 'Спасибо, что вы с нами: скидка постоянного покупателя {{ slots.discount_percent | number }} %',
        text: '{{ person.greeting }}\n\nВы с нами уже давно, и мы хотим сказать вам спасибо: с сегодняшнего дня у вас скидка {{ slots.discount_percent | number }} % на всё.\n\nНичего вводить и предъявлять не нужно: мы узнаем вас и на кассе, и на сайте.\n\n{{ company }}',
        html: null,
      },
    },
  },
  {
    template: 'own_link',
    channel: 'email',
    fields: ['greeting'],
    slots: { link: 'url', until: 'moment' },
    words: {
      en: {
        subject: 'Your page at {{ company }}',
        text: '{{ person.greeting }}\n\nThis is {{ company }}. The link below opens your page with us. It works once, until {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nIf you did not ask for it, leave it: nothing happens.',
        html: null,
      },
      ru: {
        subject: 'Ваша страница: {{ company }}',
        text: '{{ person.greeting }}\n\nЭто {{ company }}. По ссылке ниже откроется ваша страница у нас. Ссылка сработает один раз и до {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nЕсли вы её не просили, ничего делать не нужно.',
        html: null,
      },
    },
  },
]
