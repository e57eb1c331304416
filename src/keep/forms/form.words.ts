import type { FormLanguage } from './contract.ts'
import type { Wrong } from './judge.ts'

// Words of the plain page of a form. Its titles and texts are the company's own.

type Said = {
  fields: { [field: string]: string }
  send: string
  required: string
  optional: string
  leave: string
  wrong: { [reason in Wrong]: string }
  stale: string
  busy: string
  look: string
  gone: string
  gone_text: string
  paused: string
  paused_text: string
  another: string
  choose: string
  yes: string
  no: string
}

export const formWords: { [language in FormLanguage]: Said } = {
  en: {
    fields: {
      name: 'Your name',
      surname: 'Surname',
      patronymic: 'Patronymic',
      email: 'E-mail',
      phone: 'Phone',
      org_name: 'Organisation',
      inn: 'Tax number of the organisation',
      job_title: 'Position',
      address: 'Address',
      birth_date: 'Date of birth',
      message: 'What is it about?',
    },
    send: 'Send',
    required: 'required',
    optional: 'if you like',
    leave: 'Leave this field empty',
    wrong: {
      missing: 'Please fill this in.',
      email: 'This does not look like an e-mail address. It is like anna@example.org.',
      phone: 'This does not look like a phone number. It is like +7 912 345-67-89.',
      too_long: 'This is too long.',
      bad: 'This cannot be understood here.',
      contact: 'Leave an e-mail or a phone, so that we can answer.',
      unknown: 'This form does not ask for that.',
    },
    stale: 'This page stood open too long. Look it through and send it once more.',
    busy: 'Too much is being sent from your network. Please wait a minute and send it again.',
    look: 'Please look at what is marked.',
    gone: 'There is no such form',
    gone_text: 'It may have been taken down. Write or call us another way.',
    paused: 'This form takes no answers now',
    paused_text: 'Come back later, or write or call us another way.',
    another: 'Send something else',
    choose: 'Choose…',
    yes: 'yes',
    no: 'no',
  },
  ru: {
    fields: {
      name: 'Ваше имя',
      surname: 'Фамилия',
      patronymic: 'Отчество',
      email: 'Электронная почта',
      phone: 'Телефон',
      org_name: 'Организация',
      inn: 'ИНН организации',
      job_title: 'Должность',
      address: 'Адрес',
      birth_date: 'Дата рождения',
      message: 'О чём вы хотите написать?',
    },
    send: 'Отправить',
    required: 'обязательно',
    optional: 'если хотите',
    leave: 'Оставьте это поле пустым',
    wrong: {
      missing: 'Заполните это поле.',
      email: 'Не похоже на адрес почты. Нужен такой: anna@example.org.',
      phone: 'Не похоже на номер телефона. Нужен такой: +7 912 345-67-89.',
      too_long: 'Слишком длинно.',
      bad: 'Не удалось понять, что здесь написано.',
      contact: 'Оставьте почту или телефон, чтобы мы могли ответить.',
      unknown: 'Этого форма не спрашивает.',
    },
    stale: 'Страница была открыта слишком долго. Проверьте и отправьте ещё раз.',
    busy: 'Из вашей сети приходит слишком много сообщений. Подождите минуту и отправьте ещё раз.',
    look: 'Проверьте отмеченное.',
    gone: 'Такой формы нет',
    gone_text: 'Возможно, её убрали. Напишите или позвоните нам иначе.',
    paused: 'Эта форма сейчас не принимает сообщения',
    paused_text: 'Загляните позже либо напишите или позвоните нам иначе.',
    another: 'Написать ещё',
    choose: 'Выберите…',
    yes: 'да',
    no: 'нет',
  },
}
