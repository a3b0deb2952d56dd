/** Who may import whom; the table in words is in docs/architecture.md. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
})

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('shared-knows-only-itself', '^src/shared/', ['^src/shared/']),
    {
      name: 'features-stay-apart',
      severity: 'error',
      from: { path: '^src/main/(?!hosts/|database/)([^/]+)/' },
      to: {
        path: '^src/main/',
        pathNot: [
          '^src/main/$1/',
          '^src/main/database/',
          '^src/main/documents/',
          '^src/main/service-context',
          '^src/main/tasks',
          '^src/main/dispatcher',
        ],
      },
    },
    {
      name: 'hosts-know-no-service',
      severity: 'error',
      from: { path: '^src/main/hosts/' },
      to: {
        path: '^src/main/',
        pathNot: [
          '^src/main/hosts/',
          '^src/main/core',
          '^src/main/dispatcher',
          '^src/main/articles/segmenter',
          '^src/main/reports/formats/check-claim-review',
          '^src/main/reports/report-schema',
        ],
      },
    },
    {
      name: 'core-knows-no-host',
      severity: 'error',
      from: { path: '^src/main/(?!hosts/)' },
      to: { path: '^src/main/hosts/' },
    },
    {
      name: 'window-takes-types-only',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: {
        path: '^src/(main|shared)/',
        pathNot: ['^src/shared/(rpc|errors|limits|marks|invisible-characters|sorted-files)'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'components-take-props',
      severity: 'error',
      from: { path: '^src/renderer/components/' },
      to: { path: '^src/renderer/(stores|api|views)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
