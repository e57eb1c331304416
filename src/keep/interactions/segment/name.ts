// Names of events are free text ("Order Completed", «Заказ оформлен»); kinds are codes.

const latin: { [letter: string]: string } = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}

/** The events of Segment's e-commerce specification that are interactions of our own. */
const ours: { [event: string]: string } = {
  order_completed: 'order',
  order_refunded: 'refund',
  order_cancelled: 'order_cancelled',
}

const longest = 64

/** The code of an event's name; undefined when nothing is left of it. */
export function kindOf(event: string): string | undefined {
  const plain = [...event.toLowerCase().normalize('NFKD')].map((letter) => latin[letter] ?? letter).join('')
  const code = plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longest)
  return code === '' ? undefined : (ours[code] ?? code)
}
