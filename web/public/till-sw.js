// Lets the till open without a connection: it keeps the page and its files as they were when there last was one. It answers nothing else, and
// no data goes through it: sales are kept by the page itself (web/console/till).

const shelf = 'rapport-till'
const page = '/till'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// The page says which files it stands on; those of an earlier version go.
self.addEventListener('message', (event) => {
  const files = event.data?.files
  if (Array.isArray(files)) event.waitUntil(keep([page, ...files]))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept(page)))
  else if (pathname.startsWith('/assets/')) event.respondWith(caches.match(request).then((held) => held ?? fetch(request)))
  else if (pathname === '/before-paint.js') event.respondWith(fetch(request).catch(() => kept(pathname)))
})

const kept = async (path) => (await caches.match(path)) ?? Response.error()

async function keep(paths) {
  const cache = await caches.open(shelf)
  const wanted = new Set(paths)
  for (const request of await cache.keys()) if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request)
  for (const path of wanted) {
    if (path.startsWith('/assets/') && (await cache.match(path))) continue
    const answer = await fetch(path).catch(() => undefined)
    if (answer?.ok) await cache.put(path, answer)
  }
}
