import { areGone, forgetGone, type Keyring } from '../keyring/index.ts'

// Whoever was erased does not come back by a file, a system or a form, under whatever variant of an address: what is kept of them are
// digests of the broadest form of each address and number.

type Pointing = {
  kind: string
  value: string
  /** The digest of the identifier as it is, where that is known. */
  key?: string
}

const sameDomain: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['ya.ru', 'yandex.ru'],
  ['yandex.com', 'yandex.ru'],
  ['yandex.by', 'yandex.ru'],
  ['yandex.kz', 'yandex.ru'],
  ['narod.ru', 'yandex.ru'],
])

/**
 * The form of a normalised identifier that all its variants share. Of an e-mail: without a part after `+` (RFC 5233) and without dots, and in
 * one of the domains that are the same mailbox. Broader than an address is: two people whose addresses differ in a dot alone are taken for
 * one here, which costs the second a question and nobody their erasure.
 */
function goneForm({ kind, value }: Pointing): string {
  if (kind !== 'email') return value
  const at = value.lastIndexOf('@')
  const given = value.slice(at + 1)
  const domain = sameDomain.get(given) ?? given
  const local = value.slice(0, at).normalize('NFKC').toLowerCase()
  const [box = ''] = local.split('+')
  const plain = (domain === 'yandex.ru' ? box.replaceAll('-', '.') : box).replaceAll('.', '')
  return `${plain === '' ? local : plain}@${domain}`
}

/** The digest of that form, as 32 Latin-1 characters. */
export function goneKey(keyring: Pick<Keyring, 'digestText'>, of: Pointing): string {
  const form = goneForm(of)
  return of.key !== undefined && form === of.value ? of.key : keyring.digestText(of.kind, form)
}

type Asking = Pick<Keyring, 'db' | 'digestText'>

/** Those of these identifiers that were of somebody who was erased. */
export async function goneAmong<P extends Pointing>(keyring: Asking, identifiers: readonly P[]): Promise<P[]> {
  const told = identifiers.filter(({ value }) => value !== '')
  const gone = await areGone(
    keyring,
    told.map((each) => goneKey(keyring, each)),
  )
  return told.filter((_, i) => gone[i])
}

/** They came back by themselves: nothing of the erasures these identifiers belong to is kept any more. Gives whether there was any. */
export async function letBack(keyring: Asking, identifiers: readonly Pointing[]): Promise<boolean> {
  return (
    (await forgetGone(
      keyring,
      identifiers.map((each) => goneKey(keyring, each)),
    )) > 0
  )
}
