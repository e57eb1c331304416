// Some deeds ask once more who is at the keyboard. Whoever draws the question registers here; the call waits for it and is made again.

let question: (() => Promise<boolean>) | undefined

/** Registers who asks the person; gives what takes the registration back. */
export function onAskAgain(ask: () => Promise<boolean>): () => void {
  question = ask
  return () => {
    if (question === ask) question = undefined
  }
}

/** Whether the person has shown who they are; false when they would not, or nobody can ask. */
export const askAgain = (): Promise<boolean> => question?.() ?? Promise.resolve(false)
