import { connectRpc, type RpcAddress } from '../../platform/rpc/index.ts'
import { type Input, type Output, type Verb, verbs } from './verbs.ts'

/** The analyst's process as others see it. */
export type Analyst = {
  /** Throws the AppError that it threw; `unavailable` when it is not there or its copy is being made. */
  ask<V extends Verb>(verb: V, input: Input<V>): Promise<Output<V>>
  close(): void
}

/** Calls that take longer than `patienceMs` fail as unavailable. */
export function openAnalyst(at: RpcAddress, patienceMs?: number): Analyst {
  const rpc = connectRpc(at, patienceMs)
  return {
    ask: async (verb, input) => answerOf<typeof verb>(verbs[verb].output.parse(await rpc.call(verb, input))),
    close: () => rpc.close(),
  }
}

// It was just read by the shape of this very verb; the type of a map's values forgets which.
// biome-ignore lint/suspicious/noExplicitAny: see above
const answerOf = <V extends Verb>(answer: any): Output<V> => answer
