import { words } from './words.ts'

// Channels and kinds of interactions by code; a company's own kinds bring their titles with them.

export const channelWords = words(
  'channel',
  {
    email: 'E-mail', sms: 'SMS', phone: 'Phone', post: 'Post', chat: 'Chat', telegram: 'Telegram', whatsapp: 'WhatsApp', viber: 'Viber',
    vk: 'VK', max: 'MAX', push: 'Push', web: 'Site', app: 'App', shop: 'Shop', meeting: 'Meeting', forum: 'Forum', system: 'System',
    messenger: 'Messenger',
  },
  {
    email: 'Почта', sms: 'SMS', phone: 'Телефон', post: 'Письма', chat: 'Чат', telegram: 'Telegram', whatsapp: 'WhatsApp', viber: 'Viber',
    vk: 'ВК', max: 'MAX', push: 'Push', web: 'Сайт', app: 'Приложение', shop: 'Магазин', meeting: 'Встреча', forum: 'Форум', system: 'Система',
    messenger: 'Мессенджер',
  },
)

export const kindWords = words(
  'kind',
  {
    order: 'Order', order_cancelled: 'Order cancelled', visit: 'Visit', call: 'Call', message: 'Message', complaint: 'Complaint', usage: 'Use',
    answer: 'Answer', meeting: 'Meeting', review: 'Review', note: 'Note', page: 'Page viewed', screen: 'Screen viewed', consent: 'Consent',
    payment: 'Payment', delivery: 'Delivery', return: 'Return', booking: 'Booking', stay: 'Stay', appointment: 'Appointment', letter: 'Letter',
    subscription: 'Subscription', question: 'Question', sign_up: 'Sign-up', unsubscribe: 'Unsubscribed', bounce: 'Returned as undeliverable',
    delivered: 'Delivered', opened: 'Opened', dispute: 'Dispute', contract: 'Contract', deposit: 'Deposit', post: 'Post on the forum',
    rating: 'Rating', refusal: 'Refusal', complaint_solved: 'Complaint solved', offer: 'Offer', sealed: 'Protected record', registered: 'Became a customer',
    profile_changed: 'Details changed', sealed_note: 'Sealed note', greeting: 'Greeting', identify: 'Details given', group: 'Organisation named', track: 'Event',
  },
  {
    order: 'Заказ', order_cancelled: 'Заказ отменён', visit: 'Визит', call: 'Звонок', message: 'Сообщение', complaint: 'Жалоба', usage: 'Пользование',
    answer: 'Ответ', meeting: 'Встреча', review: 'Отзыв', note: 'Заметка', page: 'Просмотр страницы', screen: 'Просмотр экрана', consent: 'Согласие',
    payment: 'Оплата', delivery: 'Доставка', return: 'Возврат', booking: 'Бронь', stay: 'Проживание', appointment: 'Приём', letter: 'Письмо',
    subscription: 'Подписка', question: 'Вопрос', sign_up: 'Регистрация', unsubscribe: 'Отписка', bounce: 'Не доставлено',
    delivered: 'Доставлено', opened: 'Открыто', dispute: 'Спор', contract: 'Договор', deposit: 'Вклад', post: 'Запись на форуме',
    rating: 'Оценка', refusal: 'Отказ', complaint_solved: 'Жалоба решена', offer: 'Предложение', sealed: 'Защищённая запись', registered: 'Стал клиентом',
    profile_changed: 'Изменились данные', sealed_note: 'Закрытая заметка', greeting: 'Поздравление', identify: 'Сообщил данные', group: 'Указана организация', track: 'Событие',
  },
)
