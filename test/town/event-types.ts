import { w } from './setting.ts'
import type { EventType, FactAttribute, Words } from './shapes.ts'
import { questionTopics } from './shopping.ts'

// The kinds of interactions, with the facts each may carry in the clear. What is not declared here is content, and sealed.

const number: FactAttribute = { type: 'number' }
const boolean: FactAttribute = { type: 'boolean' }
const code = (...codes: string[]): FactAttribute => ({ type: 'code', codes })

/** Kinds that every company has. `topics` are what its mailings are about, `offers` what it proposes. */
export function eventTypes(o: { topics: Record<string, Words>; offers: readonly string[]; more?: readonly EventType[] }): EventType[] {
  return [
    kind('registered', w('Became a customer', 'Стал клиентом')),
    kind('profile_changed', w('Changed their details', 'Изменились данные')),
    kind('order', w('Purchase', 'Покупка'), { discount_percent: number, gift: boolean }),
    kind('order_cancelled', w('Purchase cancelled', 'Отмена покупки')),
    kind('visit', w('Visit', 'Посещение')),
    kind('call', w('Call', 'Звонок')),
    kind('message', w('Message', 'Сообщение'), { case_no: number, marketing: boolean, topic: code(...Object.keys(o.topics)) }),
    kind('letter', w('Letter', 'Письмо'), { marketing: boolean, topic: code(...Object.keys(o.topics)) }),
    kind('meeting', w('Meeting', 'Встреча')),
    kind('review', w('Review', 'Отзыв'), { rating: number }),
    kind('complaint', w('Complaint', 'Жалоба'), { case_no: number }),
    kind('complaint_solved', w('Complaint solved', 'Жалоба решена'), { case_no: number }),
    kind('rating', w('Rating', 'Оценка'), { case_no: number, rating: number }),
    kind('offer', w('Offer', 'Предложение'), { offer: code(...o.offers) }),
    kind('answer', w('Answer to an offer', 'Ответ на предложение'), { offer: code(...o.offers) }),
    kind('product_viewed', w('Looked at', 'Просмотр товара')),
    kind('product_added', w('Put into the basket', 'Положен в корзину')),
    kind('question', w('Question', 'Вопрос'), { topic: code(...questionTopics) }),
    ...(o.more ?? []),
  ]
}

/** A kind of interaction for service and analysis. */
export function kind(name: string, title: Words, attributes: Record<string, FactAttribute> = {}): EventType {
  return { code: name, title, sensitive: false, purposes: ['service', 'marketing', 'analysis'], attributes }
}

/** A kind of which only time and channel stand in the clear; `purposes` says for what it is kept. */
export function sensitiveKind(name: string, title: Words, purposes: readonly string[] = ['service']): EventType {
  return { code: name, title, sensitive: true, purposes, attributes: {} }
}

export { boolean, code, number }
