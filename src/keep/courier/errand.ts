// What the keep may ask of the courier, and what each side says while it is done. The courier is handed bytes, never paths.

/** One of the errands that `process.ts` lists, and its input as JSON, which the errand reads itself. */
export type Errand = { errand: string; input: string }

/** Keep to courier: an errand with the size of its file and how many batches may be on the way, then leave for more. */
export type ToCourier = (Errand & { size: number; ahead: number }) | { more: true }

/** Courier to keep. `batch` and `done` are whatever the errand gives: the keep checks them before it believes them. */
export type FromCourier =
  | { read: [offset: number, length: number] }
  | { batch: unknown }
  | { done: unknown }
  | { trouble: { sentence: string; place?: string | undefined } }

/** What an errand has to hand while it runs. */
export type Desk = {
  /** Length of the file in bytes. */
  size: number
  /** Bytes of the file from `offset`; fewer than asked only at its end. */
  read(offset: number, length: number): Promise<Buffer>
  /** Hands a batch over; waits while the keep has enough of them. */
  give(batch: unknown): Promise<void>
}

/** The file cannot be read: one plain sentence for the person who sent it, and where in the file. */
export class Unreadable extends Error {
  readonly place: string | undefined

  constructor(sentence: string, place?: string) {
    super(sentence)
    this.name = 'Unreadable'
    this.place = place
  }
}

/** How an errand is done: gives batches to the desk, then its result; throws Unreadable for the sender to read. */
export type Work = (desk: Desk, input: string) => Promise<unknown>
