import nx from '@nx/eslint-plugin';
import js from '@eslint/js';
import angular from 'angular-eslint';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { allowances } from './apps/api/walls.ts';
import { allowances as portalAllowances } from './apps/portal/walls.ts';

const boundaries = (contractsImports) => ({
  enforceBuildableLibDependency: true,
  allow: [],
  depConstraints: [
    {
      sourceTag: 'scope:api',
      onlyDependOnLibsWithTags: ['scope:api', 'scope:shared'],
      bannedExternalImports: ['@angular/*'],
    },
    {
      sourceTag: 'scope:portal',
      onlyDependOnLibsWithTags: ['scope:portal', 'scope:shared'],
      bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg'],
    },
    { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['scope:tools'] },
    { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
    { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:adapter', 'type:feature', 'type:contracts'] },
    { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:contracts'] },
    {
      sourceTag: 'type:contracts',
      onlyDependOnLibsWithTags: ['type:contracts'],
      allowedExternalImports: contractsImports,
    },
    { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:contracts'] },
    { sourceTag: 'type:tool', onlyDependOnLibsWithTags: [] },
  ],
});

/** The walls inside the API, from the list of what is allowed. */
const zones = allowances().map(({ folder, may, isGroup, sentence }) => ({
  target: `./apps/api/src/${folder}${isGroup ? '/*' : ''}`,
  from: './apps/api/src',
  except: may.map((allowed) => `./${allowed}`),
  message: sentence,
}));

/** The same inside the portal. */
const portalZones = portalAllowances().map(({ folder, may, sentence }) => ({
  target: `./apps/portal/src/app/${folder}`,
  from: './apps/portal/src/app',
  except: may.map((allowed) => `./${allowed}`),
  message: sentence,
}));

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/node_modules',
      '.nx',
      '**/.angular',
      'var',
      'student_vms',
      '**/files/**',
      'bench',
      '**/test-results',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries(['zod', 'zod/*'])],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        performance: 'readonly',
        TextDecoderStream: 'readonly',
        structuredClone: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.entity.ts', '**/testing/**', 'apps/*-e2e/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '/index(\\.js)?$', message: 'Import the file itself.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='forwardRef']",
          message: 'A cycle means that something lives in the wrong folder.',
        },
      ],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/max-params': ['error', { max: 6 }] },
  },
  // Tests start the whole program.
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    plugins: { 'import-x': importX },
    // Sources name each other as they are once compiled.
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: { 'import-x/no-restricted-paths': ['error', { zones }] },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['apps/api/src/foundation/config/**', 'apps/api/src/**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'foundation/config/ is the only reader of the environment.',
        },
      ],
    },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['apps/api/src/foundation/child-process/**', 'apps/api/src/**/*.spec.ts'],
    rules: {
      'no-restricted-modules': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:child_process',
              message:
                'Child processes start in foundation/child-process/ only: argument array, time-out, abort.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'apps/api/src/foundation/database/migrations/*.ts', 'apps/*-e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' },
  },
  {
    files: ['libs/contracts/**/*.spec.ts'],
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries(['zod', 'zod/*', '@jest/globals', 'fast-check'])],
    },
  },
  // Runners' own files take what they need from the workspace's root.
  {
    files: ['**/jest.config.mjs', 'jest.preset.mjs', 'eslint.config.mjs'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    files: ['apps/portal/src/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-class-suffix': 'off',
      '@angular-eslint/directive-class-suffix': 'off',
      '@angular-eslint/prefer-on-push-component-change-detection': 'off',
    },
  },
  {
    files: ['apps/portal/src/app/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts'] })] },
    rules: { 'import-x/no-restricted-paths': ['error', { zones: portalZones }] },
  },
  {
    files: ['apps/portal/src/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
);
