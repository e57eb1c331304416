const order = ['email', 'phone', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'card', 'user']

/** Kind by kind; within a kind as the server gives them, the preferred one first. */
export function kindByKind<A extends { kind: string }>(list: readonly A[]): A[] {
  const place = ({ kind }: A) => (order.includes(kind) ? order.indexOf(kind) : order.length)
  return list.toSorted((a, b) => place(a) - place(b))
}
