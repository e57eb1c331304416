import { assert } from './errors.ts'

const patienceMs = 20

/**
 * Joins calls that are made in the same moment (one turn of the event loop), or while a run is under way, into one run of
 * `together`, at most `most` in each: a statement for eight callers costs little more than for one. `together` gives an
 * answer for each item, in their order; an answer that is an Error is thrown at its own caller, an error thrown by
 * `together` at all of that run. A run that takes longer than `patienceMs` holds up nobody: the next begins beside it.
 */
export function joined<I, O>(together: (items: readonly I[]) => Promise<readonly (O | Error)[]>, most = 200): (item: I) => Promise<O> {
  type Waiting = { item: I; done(answer: O): void; failed(error: unknown): void }
  let waiting: Waiting[] = []
  let begun: object | undefined

  async function run(some: readonly Waiting[]) {
    try {
      const answers = await together(some.map((w) => w.item))
      assert(answers.length === some.length, 'joined calls need an answer each')
      answers.forEach((answer, i) => {
        if (answer instanceof Error) some[i]?.failed(answer)
        else some[i]?.done(answer)
      })
    } catch (error) {
      for (const { failed } of some) failed(error)
    }
  }

  async function begin() {
    const turn = {}
    begun = turn
    const some = waiting.slice(0, most)
    waiting = waiting.slice(most)
    const goOn = () => {
      if (begun !== turn) return
      begun = undefined
      if (waiting.length > 0) void begin()
    }
    const patience = setTimeout(goOn, patienceMs)
    await run(some)
    clearTimeout(patience)
    goOn()
  }

  return (item) =>
    new Promise<O>((done, failed) => {
      waiting.push({ item, done, failed })
      if (begun || waiting.length > 1) return
      setImmediate(() => {
        if (!begun && waiting.length > 0) void begin()
      })
    })
}
