import type { Door, Outputs, Verb } from '../keep/door/contract.ts'
import { connectRpc, type RpcAddress } from '../platform/rpc/index.ts'

/** The door, as this wing sees it: calls to the keep, here or on another machine, which decides what comes back. */
export function openDoor(at: RpcAddress): Door & { close(): void } {
  const rpc = connectRpc(at)
  return {
    ask: async (as, verb, input) => answerOf<typeof verb>(await rpc.call(verb, { as, input })),
    close: () => rpc.close(),
  }
}

// The keep is the other end of a private socket and built from the same contract: its answers are taken at their word.
// biome-ignore lint/suspicious/noExplicitAny: the one place where an answer of the other process gets its type
const answerOf = <V extends Verb>(answer: any): Outputs[V] => answer
