import { z } from 'zod'
import type { Clock } from '../../platform/clock.ts'
import { AppError, Bug } from '../../platform/errors.ts'
import type { RpcHandler } from '../../platform/rpc/index.ts'
import { askBounded } from './asking/bounded.ts'
import type { Free } from './asking/free.ts'
import { writeParquet } from './asking/parquet.ts'
import type { Mirror } from './mirror/mirror.ts'
import { type Proof, prove } from './mirror/prove.ts'
import type { Runs } from './thinking/runs.ts'
import { type Input, type Output, type Verb, verbs } from './verbs.ts'

export type Serving = { mirror: Mirror; free: Free; runs: Runs; clock: Clock }
type Verbs = { [V in Verb]: (input: Input<V>) => Promise<Output<V>> }

const mostRows = 100_000
const mostBytes = 32 * 1024 * 1024

/** What the analyst answers, one function a verb. */
export function analystHandler({ mirror, free, runs, clock }: Serving): RpcHandler & { prove(): Promise<Proof> } {
  let proven: { at: Date; equal: boolean } | undefined

  async function proveNow(): Promise<Proof> {
    const proof = await mirror.compared(prove)
    proven = { at: clock.now(), equal: proof.equal }
    return proof
  }

  const answers: Verbs = {
    state: async () => {
      const { state, loaded_rows, as_of, built_at } = mirror.state()
      const iso = (at: Date | null | undefined) => at?.toISOString() ?? null
      return {
        state,
        loaded_rows,
        as_of: iso(as_of),
        behind_s: as_of && Math.max(0, (clock.now().getTime() - as_of.getTime()) / 1000),
        built_at: iso(built_at),
        proven_at: iso(proven?.at),
        equal: proven?.equal ?? null,
      }
    },
    ask: async ({ statement, values, limit_ms }) =>
      mirror.reading(async (duck) => {
        const { more, ...table } = await askBounded(duck, statement, values, { rows: mostRows, bytes: mostBytes, ms: limit_ms })
        if (more) throw new AppError('too_large', `More than ${mostRows} rows come back; ask for less.`)
        return table
      }),
    sql: ({ sql, rows, by }) => free.ask(sql, rows, by),
    stop_sql: async ({ by }) => ({ stopped: free.stop(by) }),
    prove: proveNow,
    parquet: (o) => writeParquet(mirror, o),
    think: async ({ now, ...asked }) => runs.begin({ ...asked, now: new Date(now) }),
    thinking: async ({ run }) => ({ at: runs.state(run) }),
    stop_thinking: async ({ run }) => {
      runs.stop(run)
      return {}
    },
    thoughts: async ({ run, from, most }) => runs.take(run, from, most),
    forget_thoughts: async ({ run }) => {
      runs.forget(run)
      return {}
    },
    rebuild: async () => {
      await mirror.rebuild()
      return { rows: mirror.state().loaded_rows }
    },
  }

  const handle = async (verb: string, input: unknown) => {
    const known = verbNames.safeParse(verb)
    if (!known.success) throw new Bug(`the analyst knows no verb ${verb}`)
    return answer(answers, known.data, input)
  }
  return Object.assign(handle, { prove: proveNow })
}

const isVerb = (name: string): name is Verb => Object.hasOwn(verbs, name)
const verbNames = z.string().refine(isVerb)

function answer<V extends Verb>(answers: Verbs, verb: V, input: unknown): Promise<Output<V>> {
  return answers[verb](inputOf<V>(verbs[verb].input.parse(input)))
}

// It was just read by the shape of this very verb; the type of a map's values forgets which.
// biome-ignore lint/suspicious/noExplicitAny: see above
const inputOf = <V extends Verb>(input: any): Input<V> => input
