const order = [
  'surname',
  'name',
  'patronymic',
  'former_surname',
  'short_name',
  'address_as',
  'form',
  'gender',
  'birth_date',
  'role',
  'language',
  'legal_form',
  'org_name',
  'job_title',
  'inn',
  'kpp',
  'ogrn',
  'bik',
  'address',
  'site',
  'about',
]

/** Personal fields as on an envelope, then the company's own by name. */
export function inOrder<F extends { field: string }>(fields: readonly F[]): F[] {
  const place = ({ field }: F) => (order.includes(field) ? order.indexOf(field) : order.length)
  return fields.toSorted((a, b) => place(a) - place(b) || a.field.localeCompare(b.field))
}
