import type { Desk, FromCourier, ToCourier, Work } from './errand.ts'
import { Unreadable } from './errand.ts'
import { onFrames, writeJson } from './pipe.ts'

// The courier's side of the talk: one errand at a time, files by bytes, batches as the keep makes room for them.

type Inbox = { reads: ((bytes: Buffer) => void)[]; credit: number; wake: (() => void) | undefined; grant(): void }

/** Waits for errands on stdin until the keep closes it. */
export function serve(errands: { [name: string]: Work }): void {
  let inbox: Inbox | undefined
  onFrames(
    process.stdin,
    (frame) => {
      if ('bytes' in frame) return inbox?.reads.shift()?.(frame.bytes)
      const said: ToCourier = JSON.parse(frame.text)
      if ('more' in said) return inbox?.grant()
      inbox = inboxOf(said.ahead)
      void run(errands[said.errand], deskOf(inbox, said.size), said.input)
    },
    () => process.exit(2),
  )
  process.stdin.on('end', () => process.exit(0))
}

async function run(work: Work | undefined, desk: Desk, input: string): Promise<void> {
  try {
    if (!work) throw new Unreadable('The parser does not know this errand.')
    say({ done: (await work(desk, input)) ?? null })
  } catch (error) {
    if (error instanceof Unreadable) return say({ trouble: { sentence: error.message, place: error.place } })
    say({ trouble: { sentence: 'The file is damaged, or is not what its name says: it could not be read.' } })
  }
}

function inboxOf(credit: number): Inbox {
  const inbox: Inbox = {
    reads: [],
    credit,
    wake: undefined,
    grant() {
      inbox.credit += 1
      inbox.wake?.()
    },
  }
  return inbox
}

function deskOf(mine: Inbox, size: number): Desk {
  return {
    size,
    read(offset, length) {
      const within = Math.max(0, Math.min(length, size - offset))
      if (within === 0) return Promise.resolve(Buffer.alloc(0))
      return new Promise((resolve) => {
        mine.reads.push(resolve)
        say({ read: [offset, within] })
      })
    },
    async give(batch) {
      while (mine.credit === 0) {
        await new Promise<void>((resolve) => {
          mine.wake = resolve
        })
      }
      mine.credit -= 1
      say({ batch })
    },
  }
}

function say(frame: FromCourier): void {
  writeJson(process.stdout, frame)
}
