import { latinOf } from '../../../platform/latin.ts'

// Names of events are free text ("Order Completed", «Заказ оформлен»); kinds are codes.

/** The events of Segment's e-commerce specification that are interactions of our own. */
const ours: { [event: string]: string } = {
  order_completed: 'order',
  order_refunded: 'refund',
  order_cancelled: 'order_cancelled',
}

const longest = 64

/** The code of an event's name; undefined when nothing is left of it. */
export function kindOf(event: string): string | undefined {
  const plain = [...event.toLowerCase().normalize('NFKD')].map((letter) => latinOf[letter] ?? letter).join('')
  const code = plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longest)
  return code === '' ? undefined : (ours[code] ?? code)
}
