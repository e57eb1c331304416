import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../platform/errors.ts'

// Epoch keys live in files of the keys folder and in no database. Only the keep reads them.

export type Epoch = { epoch: number; key: Buffer }

const fileOf = (folder: string, epoch: number) => join(folder, `epoch-${epoch}.key`)

/** All epoch keys of the folder, oldest first. A damaged file is told, not skipped. */
export function readEpochs(folder: string): Epoch[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((name) => /^epoch-(\d+)\.key$/.exec(name)?.[1])
    .filter((n) => n !== undefined)
    .map(Number)
    .sort((a, b) => a - b)
    .map((epoch) => {
      const key = readKey(folder, epoch)
      if (!key) throw new AppError('unavailable', `The key file ${fileOf(folder, epoch)} is damaged; restore it from your backup or with the recovery key.`)
      return { epoch, key }
    })
}

/** Whether the file of this epoch is there and holds a key. */
export function epochIsWhole(folder: string, epoch: number): boolean {
  return existsSync(fileOf(folder, epoch)) && readKey(folder, epoch) !== undefined
}

function readKey(folder: string, epoch: number): Buffer | undefined {
  const text = readFileSync(fileOf(folder, epoch), 'utf8').trim()
  const key = Buffer.from(text, 'base64')
  return key.length === 32 && key.toString('base64') === text ? key : undefined
}

/** Writes a new epoch key so that it is on disk, whole, before it is used. */
export function writeEpoch(folder: string, epoch: number, key: Buffer = randomBytes(32)): Epoch {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = fileOf(folder, epoch)
  const half = `${file}.new`
  const handle = openSync(half, 'w', 0o600)
  writeSync(handle, `${key.toString('base64')}\n`)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(half, file)
  syncFolder(folder)
  return { epoch, key }
}

/** Overwrites and removes an epoch key. Whatever it wrapped and was not re-wrapped is gone for ever. */
export function destroyEpoch(folder: string, epoch: number): void {
  const file = fileOf(folder, epoch)
  if (!existsSync(file)) return
  const handle = openSync(file, 'r+')
  writeSync(handle, randomBytes(48).toString('base64'))
  fsyncSync(handle)
  closeSync(handle)
  rmSync(file)
  syncFolder(folder)
}

function syncFolder(folder: string) {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const recoveryFile = (folder: string) => join(folder, 'recovery.pub')

export function readRecoveryPublic(folder: string): Buffer | undefined {
  return existsSync(recoveryFile(folder)) ? Buffer.from(readFileSync(recoveryFile(folder), 'utf8').trim(), 'base64') : undefined
}

export function writeRecoveryPublic(folder: string, publicKey: Buffer): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const handle = openSync(recoveryFile(folder), 'w', 0o600)
  writeSync(handle, `${publicKey.toString('base64')}\n`)
  fsyncSync(handle)
  closeSync(handle)
}
