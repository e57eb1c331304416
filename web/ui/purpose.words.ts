import { words } from './words.ts'

// The purposes an installation begins with. Those a company registers later bring their own titles.

export const purposeWords = words(
  'purpose',
  {
    service: 'Service',
    marketing: 'News and offers',
    analysis: 'Analysis',
    accounting: 'Accounting',
    security: 'Security',
    own_view: 'The customer’s own view',
  },
  {
    service: 'Обслуживание',
    marketing: 'Новости и предложения',
    analysis: 'Анализ',
    accounting: 'Бухгалтерия',
    security: 'Безопасность',
    own_view: 'Просмотр самим клиентом',
  },
)

export const basisWords = words(
  'basis',
  {
    contract: 'contract',
    consent: 'consent',
    legitimate_interest: 'legitimate interest',
    legal_obligation: 'legal obligation',
    vital_interest: 'vital interest',
    public_task: 'public task',
    own_request: 'the person’s own request',
    data_subject: 'the person’s own right',
  },
  {
    contract: 'договор',
    consent: 'согласие',
    legitimate_interest: 'законный интерес',
    legal_obligation: 'обязанность по закону',
    vital_interest: 'жизненно важный интерес',
    public_task: 'общественная задача',
    own_request: 'просьба самого человека',
    data_subject: 'право самого человека',
  },
)
