/** An answer of many pieces. The first is read before the answer begins, so that a trouble still is an answer. */
export async function streamed(pieces: AsyncGenerator<Uint8Array>, headers: Record<string, string>): Promise<Response> {
  const first = await pieces.next()
  const body = new ReadableStream<Uint8Array>({
    start(to) {
      if (!first.done) to.enqueue(new Uint8Array(first.value))
    },
    async pull(to) {
      const next = await pieces.next()
      if (next.done) to.close()
      else to.enqueue(new Uint8Array(next.value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
  return new Response(body, { headers })
}
