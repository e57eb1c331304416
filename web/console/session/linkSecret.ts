let held = ''

/** The secret of a letter's link: after the #, so that it stands in no server's log; taken out of the address bar when it is first read. */
export function linkSecret(): string {
  held = window.location.hash.slice(1) || held
  if (window.location.hash) window.history.replaceState(window.history.state, '', window.location.pathname)
  return held
}
