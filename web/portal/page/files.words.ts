import { words } from '../../ui/words.ts'

export const filesWords = words(
  'my-files',
  {
    title: 'Files about you',
    lead: 'Documents and pictures that stand on your card. You can download each, and see who opened it.',
    opened: 'Opened: {{list}}',
    never: 'Nobody has opened it',
    by_customer: 'you',
    by_staff: 'an employee ({{role}})',
    by_api: 'a program of ours',
    role_admin: 'administrator',
    role_clerk: 'clerk',
    role_marketer: 'marketer',
    role_privacy: 'privacy officer',
    role_analyst: 'analyst',
  },
  {
    title: 'Файлы о вас',
    lead: 'Документы и снимки из вашей карточки. Каждый можно скачать и увидеть, кто его открывал.',
    opened: 'Открывали: {{list}}',
    never: 'Никто не открывал',
    by_customer: 'вы',
    by_staff: 'сотрудник ({{role}})',
    by_api: 'наша программа',
    role_admin: 'администратор',
    role_clerk: 'специалист',
    role_marketer: 'маркетолог',
    role_privacy: 'ответственный за данные',
    role_analyst: 'аналитик',
  },
)
