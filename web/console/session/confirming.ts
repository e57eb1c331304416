// Showing at a provider that it is oneself happens in a window of its own, so that what stands half written here stays.

/** Where such a window wants to go: nowhere, it tells the one that waits and closes. */
export const shownAtProvider = '/shown'
const channel = 'rapport.shown'

/** In the window that came back. */
export function tellShown(): void {
  const said = new BroadcastChannel(channel)
  said.postMessage(true)
  said.close()
  window.close()
}

/** In the window that waits: calls back when it was shown; gives what stops the waiting. */
export function onShown(then: () => void): () => void {
  const heard = new BroadcastChannel(channel)
  heard.onmessage = then
  return () => heard.close()
}
