import { SMTPServer } from 'smtp-server'

// The other end: a server that takes every message, drops it and counts. Its own process, so that both sides of the
// comparison meet the same one. Says its port, and on SIGTERM goes.

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _session, done) => {
    stream.on('data', () => {})
    stream.once('end', () => done())
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address()
  process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`)
})
