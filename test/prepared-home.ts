import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePostgres, homeAt, keysDatabase, migrate } from '../src/platform/launcher/index.ts'

// An installation as a first start leaves it before any part of it has run: PostgreSQL's folder with its roles and databases,
// migrated. A run makes it once, and each product that a test starts begins with a copy. First starts from nothing are the
// matter of test/product.test.ts, first-start.test.ts, the demos, and the launcher's own tests.

const preparedVariable = 'RAPPORT_TEST_PREPARED_HOME'

export async function prepareHome(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const home = join(folder, 'prepared')
  mkdirSync(home)
  walkable(home)
  const postgres = await ensurePostgres({ home, fsync: false, say: () => {} })
  try {
    await migrate({ ownerUrl: postgres.url('owner'), keysOwnerUrl: postgres.url('owner', keysDatabase) })
  } finally {
    await postgres.stop()
  }
  // Data that had to lie elsewhere cannot be had by copying the home.
  if (existsSync(homeAt(home).data)) process.env[preparedVariable] = home
}

/** A folder for one product; `prepared`: begun as far as the run has it ready. */
export function freshHome(where: string, { prepared }: { prepared: boolean }): string {
  const home = mkdtempSync(join(where, 'rapport-product-'))
  walkable(home)
  const from = process.env[preparedVariable]
  if (prepared && from !== undefined) execFileSync('cp', ['-a', `${from}/.`, home]) // with their owners: PostgreSQL's files are not root's
  return home
}

/** As root, PostgreSQL runs as somebody else who has to walk in. */
const walkable = (folder: string) => chmodSync(folder, 0o711)
