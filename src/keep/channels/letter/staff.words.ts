import { noticesByMail } from '../../access/shapes.ts'
import type { Template } from '../../courier/index.ts'

// What the house writes to the company's own staff. `person.by` is the colleague who caused it, empty when nobody did.

type Kind = 'invitation' | 'reset' | 'password_changed' | 'new_device' | 'recovery_used' | 'factor_removed' | 'notices'

const notYou = {
  en: 'If it was not you, tell an administrator at once.',
  ru: 'Если это были не вы, сразу сообщите администратору.',
}

/** A line for each kind of notice; whom or what it is about stands only in Rapport. */
const lines: { [kind in (typeof noticesByMail)[number]]: { en: string; ru: string } } = {
  mention: { en: 'Mentions of you', ru: 'Вас упомянули' },
  task_assigned: { en: 'Tasks given to you', ru: 'Вам поручили задачи' },
  task_due: { en: 'Tasks that are due', ru: 'Подошёл срок задач' },
  case_assigned: { en: 'Cases given to you', ru: 'Вам поручили обращения' },
  case_due: { en: 'Cases that are due', ru: 'Подошёл срок обращений' },
  lead_new: { en: 'New leads', ru: 'Новые лиды' },
  need_new: { en: 'New needs and wishes of customers', ru: 'Новые запросы и пожелания клиентов' },
  worry_new: { en: 'New worries of customers', ru: 'Новые тревоги клиентов' },
  answer_accepted: { en: 'Answers of yours that were accepted', ru: 'Принятые клиентами ответы' },
  answer_declined: { en: 'Answers of yours that did not fit', ru: 'Ответы, которые не подошли' },
  import_done: { en: 'Imports that are finished', ru: 'Законченные загрузки' },
  export_done: { en: 'Files that are ready', ru: 'Готовые файлы' },
  bulk_done: { en: 'Bulk changes that are finished', ru: 'Законченные массовые изменения' },
  budget_asked: { en: 'Requests that wait for your answer', ru: 'Просьбы ждут вашего ответа' },
  budget_approved: { en: 'Requests of yours that were approved', ru: 'Одобренные просьбы' },
  budget_declined: { en: 'Requests of yours that were declined', ru: 'Отклонённые просьбы' },
  review_asked: { en: 'Things to look over', ru: 'Вас просят посмотреть' },
  rights_due: { en: 'Requests by right whose day is near', ru: 'Запросы о правах, срок которых близок' },
  rights_late: { en: 'Requests by right that are overdue', ru: 'Просроченные запросы о правах' },
  rights_asked: { en: 'Requests by right', ru: 'Просьбы клиентов по их правам' },
  webhook_failing: { en: 'Webhooks that cannot be delivered', ru: 'Вебхуки не доставляются' },
  role_changed: { en: 'Changes of what you may do', ru: 'Изменения ваших прав' },
}
const linesOf = (language: 'en' | 'ru') =>
  noticesByMail.map((kind) => `{% if slots.${kind} > 0 %}- ${lines[kind][language]}: {{ slots.${kind} }}\n{% endif %}`).join('')

/** Why somebody of the staff gets it, at the foot. */
export const whyYou = { en: 'You get this because of your work in Rapport.', ru: 'Это письмо о вашей работе в Rapport.' }

export const staffLetters: { [kind in Kind]: Template } = {
  invitation: {
    en: {
      subject: 'You are invited to work in Rapport at {{ company }}',
      text: 'Hello,\n\n{% if person.by != "" %}{{ person.by }} has invited you{% else %}You are invited{% endif %} to join {{ company }} in Rapport, where the company keeps what it knows of its customers.\n\nThe link works once, until {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nIf you do not know why you got this, leave it: nothing happens.',
      html: null,
    },
    ru: {
      subject: 'Приглашение работать в Rapport: {{ company }}',
      text: 'Здравствуйте!\n\n{% if person.by != "" %}Вас приглашает {{ person.by }}. Компания{% else %}Компания{% endif %} {{ company }} ведёт в Rapport работу с клиентами и приглашает вас.\n\nСсылка сработает один раз, до {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nЕсли вы не знаете, почему получили это письмо, ничего делать не нужно.',
      html: null,
    },
  },
  reset: {
    en: {
      subject: 'A new password for {{ company }}',
      text: 'Hello {{ person.name }},\n\n{% if person.by != "" %}{{ person.by }} has asked for a link with which you can set a new password.{% else %}You, or somebody who typed your address, asked for a new password.{% endif %} The link works once, until {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nIf you did not want it, leave it: your password stays as it is.',
      html: null,
    },
    ru: {
      subject: 'Новый пароль: {{ company }}',
      text: 'Здравствуйте, {{ person.name }}!\n\n{% if person.by != "" %}Ссылку для нового пароля прислал вам администратор: {{ person.by }}.{% else %}Вы или кто-то, кто указал ваш адрес, попросил новый пароль.{% endif %} Ссылка сработает один раз, до {{ slots.until | moment }}:\n\n{{ slots.link }}\n\nЕсли пароль менять не нужно, ничего не делайте: он останется прежним.',
      html: null,
    },
  },
  password_changed: {
    en: {
      subject: 'Your password at {{ company }} was changed',
      text: `Hello {{ person.name }},\n\nyour password was changed on {{ slots.at | moment }}. Wherever else you were signed in, you are signed out.\n\n${notYou.en}`,
      html: null,
    },
    ru: {
      subject: 'Ваш пароль изменён: {{ company }}',
      text: `Здравствуйте, {{ person.name }}!\n\nВаш пароль изменён {{ slots.at | moment }}. На других устройствах сеансы завершены.\n\n${notYou.ru}`,
      html: null,
    },
  },
  new_device: {
    en: {
      subject: 'A sign-in from a new device at {{ company }}',
      text: `Hello {{ person.name }},\n\nsomebody signed in as you on {{ slots.at | moment }} from a device that was not used before: {{ person.device }}.\n\nIf it was you, there is nothing to do. ${notYou.en}`,
      html: null,
    },
    ru: {
      subject: 'Вход с нового устройства: {{ company }}',
      text: `Здравствуйте, {{ person.name }}!\n\n{{ slots.at | moment }} в вашу учётную запись вошли с нового устройства: {{ person.device }}.\n\nЕсли это были вы, ничего делать не нужно. ${notYou.ru}`,
      html: null,
    },
  },
  recovery_used: {
    en: {
      subject: 'A recovery code of yours was used at {{ company }}',
      text: `Hello {{ person.name }},\n\non {{ slots.at | moment }} somebody signed in as you with one of your recovery codes ({{ person.device }}). It works no more.\n\n${notYou.en}`,
      html: null,
    },
    ru: {
      subject: 'Использован ваш запасной код: {{ company }}',
      text: `Здравствуйте, {{ person.name }}!\n\n{{ slots.at | moment }} в вашу учётную запись вошли по запасному коду ({{ person.device }}). Больше этот код не сработает.\n\n${notYou.ru}`,
      html: null,
    },
  },
  factor_removed: {
    en: {
      subject: 'Your second step at {{ company }} was taken off',
      text: `Hello {{ person.name }},\n\nan administrator took your codes and passkeys off on {{ slots.at | moment }}. You are signed out everywhere; put a second step on again after you sign in.\n\n${notYou.en}`,
      html: null,
    },
    ru: {
      subject: 'Второй шаг входа снят: {{ company }}',
      text: `Здравствуйте, {{ person.name }}!\n\n{{ slots.at | moment }} администратор снял ваши коды и ключи доступа. Все сеансы завершены; после входа включите второй шаг снова.\n\n${notYou.ru}`,
      html: null,
    },
  },
  notices: {
    en: {
      subject: 'What is new for you at {{ company }}',
      text: `Hello {{ person.name }},\n\nthis waits for you in Rapport:\n\n${linesOf('en')}\nRead it here:\n\n{{ slots.link }}\n\nYou choose what comes by mail in Rapport: Settings, Notices.`,
      html: null,
    },
    ru: {
      subject: 'Новое для вас: {{ company }}',
      text: `Здравствуйте, {{ person.name }}!\n\nВ Rapport вас ждёт:\n\n${linesOf('ru')}\nПосмотреть:\n\n{{ slots.link }}\n\nО чём писать на почту, вы выбираете в Rapport: «Настройки», «Уведомления».`,
      html: null,
    },
  },
}
