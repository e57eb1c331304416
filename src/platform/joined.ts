import { assert } from './errors.ts'

/**
 * Joins calls that are made in the same moment (one turn of the event loop) into one run of `together`, at most `most` in
 * each: a statement for eight callers costs little more than for one. `together` gives an answer for each item, in their
 * order; an answer that is an Error is thrown at its own caller, an error thrown by `together` at all of them.
 */
export function joined<I, O>(together: (items: readonly I[]) => Promise<readonly (O | Error)[]>, most = 200): (item: I) => Promise<O> {
  type Waiting = { item: I; done(answer: O): void; failed(error: unknown): void }
  let waiting: Waiting[] = []

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

  function runAll() {
    const all = waiting
    waiting = []
    for (let i = 0; i < all.length; i += most) void run(all.slice(i, i + most))
  }

  return (item) =>
    new Promise<O>((done, failed) => {
      if (waiting.length === 0) setImmediate(runAll)
      waiting.push({ item, done, failed })
    })
}
