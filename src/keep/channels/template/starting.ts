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
    template: 'new_in_topic',
    channel: 'email',
    fields: ['greeting'],
    slots: { good: 'product', bought: 'number', price: 'money', own_price: 'money', percent: 'number' },
    words: {
      en: {
        subject: 'New here: {{ slots.good.title }}',
        text: '{{ person.greeting }}\n\nSomething new is here: {{ slots.good.title }}. We write because you bought on this topic before: {{ slots.bought | number }} {{ slots.bought | plural: "time", "times" }}.\n\n{% if slots.percent > 0 %}{{ slots.price | money }} → {{ slots.own_price | money }}, your discount as a regular {{ slots.percent | number }} %.{% else %}{{ slots.price | money }}.{% endif %}\n\nLess often, only this topic, or nothing at all: say so by the links below.\n\n{{ company }}',
        html: null,
      },
      ru: {
        subject: 'Новинка: {{ slots.good.title }}',
        text: '{{ person.greeting }}\n\nУ нас новинка: {{ slots.good.title }}. Пишем вам, потому что вы уже покупали на эту тему: {{ slots.bought | number }} {{ slots.bought | plural: "раз", "раза", "раз" }}.\n\n{% if slots.percent > 0 %}{{ slots.price | money }} → {{ slots.own_price | money }}, скидка постоянного покупателя {{ slots.percent | number }} %.{% else %}{{ slots.price | money }}.{% endif %}\n\nРеже, только на эту тему или совсем не писать — скажите об этом по ссылкам ниже.\n\n{{ company }}',
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
  {
    template: 'own_shared',
    channel: 'email',
    fields: [],
    slots: { link: 'url' },
    words: {
      en: {
        subject: 'Opening your page at {{ company }}',
        text: 'Hello!\n\nThis is {{ company }}. Somebody asked for the link to their page with us. Several of our customers use this mailbox, so a link sent here would open the page of one of them to all the others, and we send none.\n\nYou can sign in with your own phone number:\n\n{{ slots.link }}\n\nOr give us an address that only you read, in any way you like, and ask again.\n\nIf you did not ask for it, leave it: nothing happens.',
        html: null,
      },
      ru: {
        subject: 'Как открыть свою страницу: {{ company }}',
        text: 'Здравствуйте!\n\nЭто {{ company }}. Кто-то попросил ссылку на свою страницу у нас. Этим почтовым ящиком пользуются несколько наших клиентов: ссылка открыла бы страницу одного из них всем остальным, поэтому мы её не отправили.\n\nВойти можно по своему номеру телефона:\n\n{{ slots.link }}\n\nИли сообщите нам любым удобным способом адрес, который читаете только вы, и попросите ссылку ещё раз.\n\nЕсли вы ничего не просили, ничего делать не нужно.',
        html: null,
      },
    },
  },
  {
    template: 'sign_in_code',
    channel: 'sms',
    fields: [],
    slots: { code: 'secret' },
    words: {
      en: { subject: '', text: '{{ company }}: your code is {{ slots.code }}. It works for 10 minutes. We never ask for it: tell nobody.', html: null },
      ru: { subject: '', text: '{{ company }}: код для входа {{ slots.code }}. Действует 10 минут. Мы его не спрашиваем: никому не говорите.', html: null },
    },
  },
  {
    template: 'need_answer',
    channel: 'email',
    fields: ['greeting'],
    slots: { link: 'url' },
    words: {
      en: {
        subject: 'An answer waits for you at {{ company }}',
        text: '{{ person.greeting }}\n\n{{ company }} has answered something you said on your page. What it is stands there and not in this letter:\n\n{{ slots.link }}\n\nYou get this because you asked. Nothing else follows from it.',
        html: null,
      },
      ru: {
        subject: 'Вам ответили: {{ company }}',
        text: '{{ person.greeting }}\n\n{{ company }} отвечает на то, что вы написали на своей странице. Сам ответ — там, а не в этом письме:\n\n{{ slots.link }}\n\nПисьмо пришло, потому что вы спросили. Рассылок за ним не последует.',
        html: null,
      },
    },
  },
  {
    template: 'right_answered',
    channel: 'email',
    fields: [],
    slots: { link: 'url', number: 'code' },
    words: {
      en: {
        subject: 'Your request no. {{ slots.number }} was answered: {{ company }}',
        text: 'Hello!\n\n{{ company }} has answered your request no. {{ slots.number }}. The answer stands on your page and not in this letter:\n\n{{ slots.link }}\n\nYou get this because you asked, and the law has us answer. Nothing else follows from it.',
        html: null,
      },
      ru: {
        subject: 'Ответ на ваш запрос № {{ slots.number }}: {{ company }}',
        text: 'Здравствуйте!\n\nНа ваш запрос № {{ slots.number }} есть ответ ({{ company }}). Сам ответ — на вашей странице, а не в этом письме:\n\n{{ slots.link }}\n\nПисьмо пришло, потому что вы обратились к нам, а закон обязывает ответить. Рассылок за ним не последует.',
        html: null,
      },
    },
  },
  {
    template: 'right_put_off',
    channel: 'email',
    fields: [],
    slots: { link: 'url', number: 'code' },
    words: {
      en: {
        subject: 'Your request no. {{ slots.number }} takes longer: {{ company }}',
        text: 'Hello!\n\nThe answer of {{ company }} to your request no. {{ slots.number }} takes longer. Why, and until when you have it, stands on your page:\n\n{{ slots.link }}\n\nYou get this because you asked, and the law has us tell you. Nothing else follows from it.',
        html: null,
      },
      ru: {
        subject: 'Ответ на запрос № {{ slots.number }} откладывается: {{ company }}',
        text: 'Здравствуйте!\n\nОтвет на ваш запрос № {{ slots.number }} займёт больше времени ({{ company }}). Почему и до какого дня — написано на вашей странице:\n\n{{ slots.link }}\n\nПисьмо пришло, потому что вы обратились к нам, а закон обязывает об этом сообщить. Рассылок за ним не последует.',
        html: null,
      },
    },
  },
  {
    template: 'right_news_sms',
    channel: 'sms',
    fields: [],
    slots: { link: 'url', number: 'code' },
    words: {
      en: { subject: '', text: '{{ company }}: there is news of your request no. {{ slots.number }}. Read it on your page: {{ slots.link }}', html: null },
      ru: {
        subject: '',
        text: '{{ company }}: есть новости по вашему запросу № {{ slots.number }}. Прочитать на вашей странице: {{ slots.link }}',
        html: null,
      },
    },
  },
  {
    template: 'confirm_consent',
    channel: 'email',
    fields: ['greeting'],
    slots: { link: 'url', until: 'moment' },
    words: {
      en: {
        subject: 'Was it you? {{ company }}',
        text: '{{ person.greeting }}\n\nOn the site of {{ company }} somebody entered this address and asked for letters. Was it you? The page behind this link says what was ticked, and there you can confirm it, until {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nIf it was not you, leave it: without your answer nothing is sent.',
        html: null,
      },
      ru: {
        subject: 'Это были вы? {{ company }}',
        text: '{{ person.greeting }}\n\nНа сайте {{ company }} указали этот адрес и попросили присылать письма. Это были вы? На странице по ссылке видно, что было отмечено; подтвердить это можно там до {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nЕсли это были не вы, ничего делать не нужно: без вашего ответа ничего не придёт.',
        html: null,
      },
    },
  },
  {
    template: 'renew_consent',
    channel: 'email',
    fields: [],
    slots: { link: 'url', until: 'moment' },
    words: {
      en: {
        subject: 'Your consent ends soon: may we go on? {{ company }}',
        text: 'Hello!\n\nYou allowed {{ company }} to write to you; that ends on {{ slots.until | moment }}. The page behind this link says what it is about, and there you can keep it or let it end:\n\n{{ slots.link }}\n\nIf you do nothing, it ends by itself: from then on nothing of the kind comes, and nothing else changes.',
        html: null,
      },
      ru: {
        subject: 'Срок вашего согласия заканчивается: продолжить? {{ company }}',
        text: 'Здравствуйте!\n\nВы разрешили нам ({{ company }}) писать вам; срок этого согласия заканчивается {{ slots.until | moment }}. На странице по ссылке видно, о чём оно; там его можно продлить или дать ему закончиться:\n\n{{ slots.link }}\n\nЕсли ничего не делать, оно закончится само: больше ничего такого не придёт, остальное не изменится.',
        html: null,
      },
    },
  },
  {
    template: 'ask_first',
    channel: 'email',
    fields: [],
    slots: { link: 'url', until: 'moment' },
    words: {
      en: {
        subject: 'May we send you this? {{ company }}',
        text: 'Hello!\n\nYou wanted to be asked each time. {{ company }} has something for you; the page behind this link says what it is about, and there one click says yes, this time, or no:\n\n{{ slots.link }}\n\nIf you do nothing until {{ slots.until | moment }}, it does not come, and we do not ask about it again.',
        html: null,
      },
      ru: {
        subject: 'Можно вам это прислать? {{ company }}',
        text: 'Здравствуйте!\n\nВы просили спрашивать каждый раз. У нас ({{ company }}) есть для вас сообщение. На странице по ссылке видно, о чём оно, и там одним нажатием можно сказать «да, в этот раз» или «нет»:\n\n{{ slots.link }}\n\nЕсли до {{ slots.until | moment }} ничего не делать, оно не придёт, и мы об этом больше не спросим.',
        html: null,
      },
    },
  },
  {
    template: 'own_code',
    channel: 'email',
    fields: ['greeting'],
    slots: { code: 'code', until: 'moment' },
    words: {
      en: {
        subject: 'Your code at {{ company }}',
        text: '{{ person.greeting }}\n\nOn your page at {{ company }} somebody asks for something that is done only when it is surely you. Then enter this code there, until {{ slots.until | moment }}:\n\n{{ slots.code }}\n\nIf it is not you, give the code to nobody: without it nothing is done.',
        html: null,
      },
      ru: {
        subject: 'Код подтверждения: {{ company }}',
        text: '{{ person.greeting }}\n\nНа вашей странице у нас ({{ company }}) просят о том, что мы делаем, только убедившись, что это вы. Введите там этот код до {{ slots.until | moment }}:\n\n{{ slots.code }}\n\nЕсли это не вы, никому не сообщайте код: без него ничего не произойдёт.',
        html: null,
      },
    },
  },
]
