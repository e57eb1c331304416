import { start } from '../src/main.ts'

// Main of a product under test: the real `start` in a process of its own, so that it can be killed like any other.

const [home = '', port = '', wishes = '{}'] = process.argv.slice(2)
const { demo = false, fsync = true }: { demo?: boolean; fsync?: boolean } = JSON.parse(wishes)

// Whoever started this is gone: end at once, the children notice it.
process.on('disconnect', () => process.exit(1))

const running = await start({ home, port: Number(port), demo, fsync }).catch((error: unknown) => {
  process.send?.({ failed: error instanceof Error ? error.message : String(error) })
  process.exit(1)
})
const { url, setUpCode, recoveryKey } = running

process.on('message', (asked) => {
  if (asked === 'children') process.send?.({ children: running.children() })
})
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)))
process.send?.({ ready: { url, setUpCode, recoveryKey } })
