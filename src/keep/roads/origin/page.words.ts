export const originWords = {
  en: {
    title: 'Did this letter come from us?',
    lead: 'Letters and SMS can be forged. Enter what stands on yours, and we look it up.',
    address: 'Where did it come? Your e-mail or phone',
    day: 'On which day?',
    text: 'The code at the end of the message',
    hint: 'Eight signs like 7F3K-92QD. You can paste the whole last part of the message. Words alone prove nothing: anybody can copy them.',
    ask: 'Look it up',
    safe: 'What you enter is not kept, and the answer takes as long for everybody.',
    yes: 'Yes, this came from us',
    yes_lead: 'We sent a message with this code to this address on {{moment}}.',
    no: 'No, not as far as we can see',
    no_lead:
      'No message with this code went to this address around that day. Check the address, the day and the code; if they are right, do not open its links and give it no codes or passwords.',
    cannot: 'We cannot say',
    cannot_lead:
      'Without the code of the message, or with an address or a day that cannot be read, we cannot tell a real message from a copy. Every message of ours carries the code at its end.',
    busy: 'Too many questions came from your network. Please wait a minute and ask again.',
  },
  ru: {
    title: 'Это письмо от нас?',
    lead: 'Письма и СМС бывают поддельными. Введите то, что указано в вашем, и мы проверим.',
    address: 'Куда пришло? Ваша почта или телефон',
    day: 'В какой день?',
    text: 'Код в конце сообщения',
    hint: 'Восемь знаков, например 7F3K-92QD. Можно вставить весь конец сообщения. Слова сами по себе ничего не доказывают: их может скопировать кто угодно.',
    ask: 'Проверить',
    safe: 'Введённое не сохраняется, а ответ занимает одинаковое время для всех.',
    yes: 'Да, это сообщение от нас',
    yes_lead: 'Сообщение с этим кодом мы отправили на этот адрес: {{moment}}.',
    no: 'Нет, насколько нам известно',
    no_lead:
      'Около этого дня сообщение с таким кодом на этот адрес не уходило. Проверьте адрес, день и код; если всё верно, не открывайте ссылки из него и никому не называйте коды и пароли.',
    cannot: 'Сказать не можем',
    cannot_lead:
      'Без кода сообщения, а также если адрес или день не читаются, настоящее сообщение не отличить от копии. Код стоит в конце каждого нашего сообщения.',
    busy: 'Из вашей сети пришло слишком много вопросов. Подождите минуту и спросите ещё раз.',
  },
} as const
