import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

const sqlOnlyInQueries = {
  selector: 'CallExpression[callee.property.name=/^(prepare|exec)$/][callee.object.name="db"]',
  message: 'SQL belongs into a *-queries.ts file or src/main/database/.',
}

export default defineConfig(
  globalIgnores(['out', 'node_modules', 'coverage']),
  js.configs.recommended,
  ts.configs.strict,
  vue.configs['flat/recommended'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['src/renderer/**', 'tests/renderer/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['src/{main,preload}/**', 'scripts/**', 'tests/**', '*.{ts,mjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['src/main/**'],
    ignores: ['src/main/**/*-queries.ts', 'src/main/database/**'],
    rules: { 'no-restricted-syntax': ['error', sqlOnlyInQueries] },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['src/renderer/**/*.vue'],
    rules: { 'vue/no-v-html': 'error', 'vue/multi-word-component-names': 'off' },
  },
  // Control characters are what much of this program is about.
  { rules: { 'no-control-regex': 'off' } },
  prettier,
)
