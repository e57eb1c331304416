import { z } from 'zod'
import { interaction } from '../../../src/keep/interactions/contract.ts'
import { listTillGoods } from '../../../src/office/till/contract.ts'

// What the device of a till keeps by itself: sales until they are recorded, and the list of goods. Nothing about a buyer but the mark of a sale that waits.

const waiting = z.object({ id: z.string(), interactions: z.array(interaction), refused: z.string().nullable() })
/** A sale or an answer that waits to be recorded. `refused`: what the server said of it. */
export type Waiting = z.output<typeof waiting>
const goods = listTillGoods.output.shape.items
export type Goods = z.output<typeof goods>

let opened: Promise<IDBDatabase> | undefined

/** Fails where the browser keeps nothing. */
function database(): Promise<IDBDatabase> {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open('rapport-till', 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('sales', { keyPath: 'id' })
      asked.result.createObjectStore('goods')
    }
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => fail(asked.error)
  })
  return opened
}

/** Settles when it is on the disk of the device, not before. */
async function within(name: 'sales' | 'goods', mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const db = await database()
  return new Promise((done, fail) => {
    const deed = db.transaction(name, mode, { durability: 'strict' })
    const asked = work(deed.objectStore(name))
    deed.oncomplete = () => done(asked.result)
    deed.onabort = () => fail(deed.error)
    deed.onerror = () => fail(deed.error)
  })
}

export const keepSale = (sale: Waiting) => within('sales', 'readwrite', (store) => store.put(sale))
export const forgetSale = (id: string) => within('sales', 'readwrite', (store) => store.delete(id))
/** In the order in which they were made: ids begin with the time. */
export const keptSales = async (): Promise<Waiting[]> => z.array(waiting).parse(await within('sales', 'readonly', (store) => store.getAll()))
export const keepGoods = (all: Goods) => within('goods', 'readwrite', (store) => store.put(all, 'all'))
export const keptGoods = async (): Promise<Goods> => goods.catch([]).parse(await within('goods', 'readonly', (store) => store.get('all')))

/** A new id, which rises with time. It is the sale’s own and the Idempotency-Key at once, so a sale that is sent twice is one. */
export function newId(now: number): string {
  const chance = crypto.getRandomValues(new Uint8Array(12))
  return `${now.toString(36).padStart(9, '0')}-${[...chance].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
