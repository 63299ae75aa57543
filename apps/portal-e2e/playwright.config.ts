import { defineConfig } from '@playwright/test';

const MINUTE = 60_000;

export default defineConfig({
  testDir: 'src',
  outputDir: 'test-results',
  // Two cores: a guest under the software emulator wants one of them.
  workers: 1,
  reporter: [['list']],
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    actionTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'pretended', testMatch: 'fake/**/*.spec.ts', timeout: 3 * MINUTE },
    { name: 'network', testMatch: 'long/network.spec.ts', timeout: 20 * MINUTE },
    { name: 'desktop', testMatch: 'long/desktop.spec.ts', timeout: 90 * MINUTE },
    { name: 'backup', testMatch: 'long/backup.spec.ts', timeout: 40 * MINUTE },
    { name: 'console', testMatch: 'long/console.spec.ts', timeout: 20 * MINUTE },
    { name: 'kill', testMatch: 'long/kill.spec.ts', timeout: 30 * MINUTE },
    { name: 'resize', testMatch: ['long/resize.spec.ts', 'long/standstill.spec.ts'], timeout: 20 * MINUTE },
    { name: 'restore-points', testMatch: 'long/restore-points.spec.ts', timeout: 20 * MINUTE },
    { name: 'bin', testMatch: 'long/bin.spec.ts', timeout: 20 * MINUTE },
    // Only on the machine apart of infra/deploy-tests, which `npm run test:deploy` makes.
    { name: 'deploy', testMatch: 'deploy/**/*.spec.ts', timeout: 10 * MINUTE },
    // There too, by `npm run test:ansible`.
    { name: 'ansible', testMatch: 'ansible/**/*.spec.ts', timeout: 60 * MINUTE },
    { name: 'real', testMatch: 'real/**/*.spec.ts', timeout: 20 * MINUTE },
  ],
});
