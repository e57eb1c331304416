// Run inside a Node with the office's own flags: every way we know to read, write or start something. Each line of the
// answer is "closed …" or "OPEN …".
const { SPOT, KEYS } = process.env
const secret = `${SPOT}/secret.txt`
const fs = require('node:fs')

const ways = {
  readFile: () => fs.readFileSync(secret),
  readKeys: () => fs.readFileSync(KEYS),
  readFolder: () => fs.readdirSync(SPOT),
  readStream: () => new Promise((resolve, reject) => fs.createReadStream(secret).on('data', resolve).on('error', reject)),
  openAsBlob: async () => (await fs.openAsBlob(secret)).text(),
  loadEnvFile: () => process.loadEnvFile(secret),
  throughProc: () => fs.readFileSync(`/proc/self/root${secret}`),
  throughDots: () => fs.readFileSync(`${process.execPath}/../../../../../../../../../../../../../../..${secret}`),
  parentsEnvironment: () => fs.readFileSync(`/proc/${process.ppid}/environ`),
  require: () => require(secret),
  import: () => import(`file://${secret}`),
  fetchFile: async () => (await fetch(`file://${secret}`)).text(),
  writeFile: () => fs.writeFileSync(`${SPOT}/written`, 'x'),
  copy: () => fs.cpSync(secret, `${SPOT}/copy`),
  symlink: () => fs.symlinkSync(secret, `${SPOT}/link`),
  rename: () => fs.renameSync(secret, `${SPOT}/moved`),
  remove: () => fs.rmSync(secret),
  chmod: () => fs.chmodSync(secret, 0o666),
  sqlite: () => new (require('node:sqlite').DatabaseSync)(`${SPOT}/made.db`).exec('create table t (a)'),
  sqliteBuiltIn: () => new (process.getBuiltinModule('node:sqlite').DatabaseSync)(`${SPOT}/made.db`).exec('create table t (a)'),
  report: () => process.report.writeReport(`${SPOT}/report.json`),
  heapSnapshot: () => require('node:v8').writeHeapSnapshot(`${SPOT}/heap`),
  spawn: () => thrown(require('node:child_process').spawnSync('id')),
  execve: () => process.execve('/usr/bin/id', ['id'], {}),
  worker: () => new (require('node:worker_threads').Worker)('1', { eval: true }),
  addon: () => process.dlopen({ exports: {} }, '/usr/lib/x.node'),
  wasi: () => new (require('node:wasi').WASI)({ version: 'preview1', preopens: { '/': SPOT } }),
  internals: () => process.binding('fs'),
  debugger: () => require('node:inspector').open(0),
  debuggerSession: () => new (require('node:inspector').Session)().connect(),
  tracing: () =>
    require('node:trace_events')
      .createTracing({ categories: ['node'] })
      .enable(),
}

function thrown(result) {
  if (result.error) throw result.error
  return result
}

async function tryAll() {
  for (const [name, way] of Object.entries(ways)) {
    try {
      await way()
      console.log(`OPEN ${name}`)
    } catch (error) {
      console.log(`closed ${name} ${error.code ?? error.message}`)
    }
  }
  process.exit()
}

tryAll()
