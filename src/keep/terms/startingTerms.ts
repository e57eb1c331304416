import type { Tx } from '../../platform/db/index.ts'
import type { Actor } from '../access/actor.ts'
import { registerNotice } from './notices.ts'
import { checks, type NewPurpose, registerPurpose } from './purposes.ts'
import type { TermsTables } from './tables.ts'

// What a new installation starts with. A company changes them in its register; nothing in the code asks for one by name
// except where the product itself acts: showing people their own data, answering them, keeping accounts.

const dpv = (name: string) => ({ name: `dpv:${name}`, iri: `https://w3id.org/dpv#${name}` })
const written = ['email', 'sms', 'phone', 'post', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'push'] as const

const purposes: readonly NewPurpose[] = [
  {
    purpose: 'service',
    parent: null,
    dpv: dpv('ServiceProvision'),
    legalBasis: 'contract',
    categories: ['contact', 'content', 'profile', 'record'],
    fields: ['*'],
    channels: [...written, 'chat', 'web', 'app', 'shop', 'meeting', 'forum'],
    // What a person ordered or asked for is answered whatever they chose to hear about otherwise.
    checks: ['standing', 'agreement', 'purpose', 'retention', 'basis', 'context', 'channel', 'repeat'],
    roles: ['admin', 'privacy', 'clerk'],
    retention: 'relationship|P3Y',
    title: { en: 'Serving you', ru: 'Обслуживание' },
    explanation: {
      en: 'To do what you ordered or asked for: orders, appointments, deliveries, answers to your questions.',
      ru: 'Чтобы выполнить то, что вы заказали или попросили: заказы, записи, доставка, ответы на вопросы.',
    },
  },
  {
    purpose: 'marketing',
    parent: null,
    dpv: dpv('DirectMarketing'),
    legalBasis: 'consent',
    categories: ['contact', 'profile'],
    fields: ['surname', 'name', 'patronymic', 'short_name', 'address_as', 'form', 'gender', 'org_name', 'address'],
    channels: written,
    checks,
    roles: ['admin', 'marketer'],
    retention: 'consent|P1Y',
    title: { en: 'News and offers', ru: 'Новости и предложения' },
    explanation: {
      en: 'To write to you about new things, offers and events that may interest you. Only while you allow it.',
      ru: 'Чтобы рассказывать о новинках, предложениях и событиях, которые могут быть вам интересны. Только пока вы разрешаете.',
    },
  },
  {
    purpose: 'analysis',
    parent: null,
    dpv: dpv('CustomerRelationshipManagement'),
    legalBasis: 'legitimate_interest',
    categories: ['pseudonym', 'record'],
    fields: [],
    channels: [],
    checks: ['standing', 'agreement', 'purpose', 'retention', 'prohibition', 'basis', 'context', 'repeat'],
    roles: ['admin', 'analyst', 'marketer'],
    retention: 'relationship|P2Y',
    title: { en: 'Understanding what is needed', ru: 'Понять, что нужно' },
    explanation: {
      en: 'To count and compare without names: what is bought, what is missed, whom to serve better. You can object.',
      ru: 'Чтобы считать и сравнивать без имён: что покупают, чего не хватает, кого обслужить лучше. Вы можете возразить.',
    },
  },
  {
    purpose: 'accounting',
    parent: null,
    dpv: dpv('LegalCompliance'),
    legalBasis: 'legal_obligation',
    categories: ['contact', 'record'],
    fields: ['surname', 'name', 'patronymic', 'org_name', 'inn', 'kpp', 'ogrn', 'address'],
    channels: [],
    checks: ['standing', 'purpose', 'retention', 'basis', 'repeat'],
    roles: ['admin'],
    retention: 'P5Y',
    title: { en: 'Accounts and taxes', ru: 'Бухгалтерия и налоги' },
    explanation: { en: 'To keep the documents the law demands.', ru: 'Чтобы хранить документы, которых требует закон.' },
  },
  {
    purpose: 'security',
    parent: null,
    dpv: dpv('EnforceSecurity'),
    legalBasis: 'legitimate_interest',
    categories: ['contact', 'pseudonym', 'record'],
    fields: ['surname', 'name', 'patronymic', 'org_name'],
    channels: ['email', 'sms', 'phone', 'push'],
    checks: ['standing', 'purpose', 'retention', 'basis', 'channel', 'repeat'],
    roles: ['admin', 'privacy'],
    retention: 'P1Y',
    title: { en: 'Safety', ru: 'Безопасность' },
    explanation: { en: 'To keep others out of your account and to find misuse.', ru: 'Чтобы не пустить посторонних к вашим данным и найти злоупотребления.' },
  },
  {
    purpose: 'own_view',
    parent: null,
    dpv: dpv('RightsFulfillment'),
    legalBasis: 'legal_obligation',
    categories: ['contact', 'content', 'sensitive', 'profile', 'pseudonym', 'record'],
    fields: ['*'],
    channels: ['email', 'sms', 'post', 'web'],
    // As long as anything is held they see it: there is no retention here. Who is restricted, or about to be erased, has their own page too.
    checks: ['present', 'purpose', 'basis', 'repeat'],
    roles: ['admin', 'privacy'],
    retention: 'relationship|P3Y',
    title: { en: 'Your own view', ru: 'Ваши собственные данные' },
    explanation: {
      en: 'To show you what we hold about you and to do what you ask with it.',
      ru: 'Чтобы показать вам, что о вас хранится, и сделать с этим то, что вы просите.',
    },
  },
]

const marketingNotice = {
  en: 'I agree to receive news and offers by the channel I chose. I can take this back at any time, in one step, by the link in any message or on my page.',
  ru: 'Я согласен(на) получать новости и предложения по выбранному каналу связи. Согласие можно отозвать в любой момент одним действием: по ссылке в любом письме или на своей странице.',
}

/**
 * Registers the purposes and the notice every installation starts with. Calling it again changes nothing: a purpose that was
 * changed or retired since stays as its company wants it.
 */
export async function registerStartingTerms(tx: Tx<TermsTables>, at: { actor: Actor; now: Date }): Promise<void> {
  const known = new Set((await tx.selectFrom('keep.purpose').select('purpose').distinct().execute()).map((row) => row.purpose))
  for (const [language, body] of Object.entries(marketingNotice)) await registerNotice(tx, { notice: 'marketing', version: 1, language, body }, at)
  for (const purpose of purposes) if (!known.has(purpose.purpose)) await registerPurpose(tx, purpose, at)
}
