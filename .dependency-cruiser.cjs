// The direction of imports, as design: platform knows nothing of customers; the wings do not know each other but for the
// door's contract; inside a wing a slice knows only those to its left, and only by their index.
const keep = [
  'keyring',
  'access',
  'customers',
  'duplicates',
  'interactions',
  'terms',
  'receipts',
  'agreements',
  'courier',
  'imports',
  'gate',
  'policy',
  'channels',
  'needs',
  'roads',
  'files',
  'forms',
  'renewals',
  'asking',
  'inferring',
  'quality',
  'exports',
  'bulk',
  'rights',
  'desk',
  'door',
]
const office = [
  'catalogue',
  'changes',
  'value',
  'recommend',
  'analyst',
  'live',
  'account',
  'notices',
  'webhooks',
  'work',
  'ownership',
  'leads',
  'needs',
  'insight',
  'till',
  'lists',
  'audiences',
  'quality',
  'bulk',
  'exports',
  'campaigns',
  'arrivals',
  'reports',
  'console',
  'portal',
  'health',
]

const leftOnly = (wing, slices) =>
  slices.map((slice, i) => ({
    name: `${wing}-${slice}-looks-left`,
    severity: 'error',
    comment: `${wing}/${slice} may import only: ${slices.slice(0, i).join(', ') || 'nothing of this wing'}`,
    from: { path: `^src/${wing}/${slice}/`, pathNot: '\\.test\\.ts$' },
    to: { path: `^src/${wing}/(${slices.slice(i + 1).join('|') || 'nothing'})/` },
  }))

const byIndex = (wing, slices) =>
  slices.map((slice) => ({
    name: `${wing}-${slice}-by-index`,
    severity: 'error',
    comment: 'Another slice is entered by its index.ts (or its contract.ts, which is plain data).',
    from: { path: `^src/${wing}/`, pathNot: `^src/${wing}/${slice}/|\\.test\\.ts$|/testing\\.ts$` },
    to: { path: `^src/${wing}/${slice}/`, pathNot: `^src/${wing}/${slice}/(index|contract|shapes|tables|actor|rule)\\.ts$` },
  }))

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A type may be named both ways round; code may not.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'platform-knows-nothing', severity: 'error', from: { path: '^src/platform/' }, to: { path: '^src/(keep|office)/' } },
    {
      name: 'the-wing-wall',
      severity: 'error',
      comment: 'The office asks at the door; it imports nothing of the keep but contracts.',
      from: { path: '^src/office/' },
      to: { path: '^src/keep/', pathNot: '^src/keep/[a-z]+/(contract|shapes)\\.ts$' },
    },
    { name: 'the-keep-does-not-know-the-office', severity: 'error', from: { path: '^src/keep/' }, to: { path: '^src/office/' } },
    {
      name: 'pages-hold-no-server-code',
      severity: 'error',
      from: { path: '^web/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/',
        pathNot:
          '(/contract\\.ts$|/shapes\\.ts$|^src/keep/receipts/verify/|^src/platform/http/(contract|abilities|complaint)\\.ts$|^src/office/audiences/rule\\.ts$|^src/keep/door/contract\\.ts$|^src/platform/(clock|latin|amounts|csv)\\.ts$)',
      },
    },
    {
      name: 'the-product-does-not-know-its-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$|/testing\\.ts$|/fixtures/' },
      to: { path: '^(test|bench)/' },
    },
    ...leftOnly('keep', keep),
    ...leftOnly('office', office),
    ...byIndex('keep', keep),
    ...byIndex('office', office),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
    exclude: { path: '^(web/dist|node_modules)' },
  },
}
