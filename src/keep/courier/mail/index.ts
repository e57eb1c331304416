export { type MailCourier, type Sent, startMailCourier } from './child.ts'
export { escapeHtml } from './layout.ts'
export type { Account, Foot, MailOrder, ReadMail, Rendered, Rendering, SlotValue, Source, Template } from './order.ts'
export { variablesOf } from './render.ts'
