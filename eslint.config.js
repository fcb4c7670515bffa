import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

/**
 * Imports run one way: views → room → (music, store, export) → session. Each folder is told what it must not know.
 * @param {string} folder
 * @param {string[]} others folders it must not import from
 * @param {string} message
 */
const mustNotKnow = (folder, others, message) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: `^(?:\\.\\./)+(?:${others.join('|')})(?:/|$)`, message },
          { regex: '^(?:\\.\\./)+(?:index|element|core|still-room)\\.js$', message: 'The doors are for outsiders.' },
        ],
      },
    ],
  },
});

/** Where time, chance and the page come in through parameters. */
const pure = {
  files: ['src/session/**/*.ts', 'src/export/**/*.ts', 'src/music/playlist/**/*.ts'],
  rules: {
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'The time comes in as a parameter.' },
      { object: 'Math', property: 'random', message: 'Chance comes in as a seed.' },
      { object: 'performance', property: 'now', message: 'The time comes in as a parameter.' },
    ],
    'no-restricted-globals': [
      'error',
      'window',
      'document',
      'navigator',
      'localStorage',
      'indexedDB',
      'setTimeout',
      'setInterval',
      'fetch',
    ],
  },
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'test-results/', 'demo/music/', '.cache/', '**/*.d.ts'] },
  { files: ['**/*.{js,mjs}'], rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'prefer-const': 'error' } },
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/best-practice'], litA11y.configs.recommended],
    rules: {
      'no-console': 'error',
      'no-alert': 'error',
      // Inner elements are registered together, when the tag is, so that a server can import them.
      'wc/guard-define-call': 'off',
      'wc/guard-super-call': 'off',
      'lit/no-template-map': 'off',
    },
    settings: { wc: { elementBaseClasses: ['LitElement', 'View'] }, litHtmlSources: true },
  },
  mustNotKnow(
    'session',
    ['music', 'store', 'export', 'room', 'views', 'locales'],
    'A session knows nothing but itself.',
  ),
  mustNotKnow('music', ['store', 'export', 'room', 'views'], 'Music knows sessions and nothing else.'),
  mustNotKnow('store', ['music', 'export', 'room', 'views', 'locales'], 'The store knows sessions and nothing else.'),
  mustNotKnow(
    'export',
    ['music', 'store', 'room', 'views', 'locales'],
    'A copy is made of a session and nothing else.',
  ),
  mustNotKnow('room', ['views'], 'A room has no face.'),
  mustNotKnow('views', ['music', 'store', 'export'], 'Views get state and send commands.'),
  pure,
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // expect(…).to.be.true
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-eval': 'off',
      'no-new-func': 'off',
    },
  },
);
