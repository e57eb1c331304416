// Why two may be one, and what speaks against it: codes with words on every screen.

export const duplicateReasons = [
  'same_inn',
  'same_email',
  'same_phone',
  'same_name',
  'similar_name',
  'same_birth_date',
  'near_birth_date',
  'same_address',
] as const
export type DuplicateReason = (typeof duplicateReasons)[number]

export const duplicateCautions = ['birth_date', 'gender', 'patronymic', 'both_long'] as const
export type DuplicateCaution = (typeof duplicateCautions)[number]
