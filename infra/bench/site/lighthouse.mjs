import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** Not among our packages: it brings 176 MB that nothing else needs. */
const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const CHROMIUM =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking';

/** What Lighthouse says of a page: its scores, and what costs points. */
export async function lookAt(folder, url, { device, cookie }) {
  const [report, headers] = [join(folder, 'report.json'), join(folder, 'headers.json')];
  await writeFile(headers, JSON.stringify(cookie ? { Cookie: cookie } : {}));
  const args = [
    ...['--yes', LIGHTHOUSE, url, '--quiet', '--no-enable-error-reporting'],
    ...['--output=json', `--output-path=${report}`, `--only-categories=${CATEGORIES.join()}`],
    ...[`--extra-headers=${headers}`, `--chrome-flags=${CHROMIUM}`],
    ...(device === 'desktop' ? ['--preset=desktop'] : []),
  ];
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const child = spawn('npx', args, {
    env: { ...process.env, PATH: path, CHROME_PATH: '/usr/bin/chromium' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`Lighthouse ended with ${code} at ${url}`);
  const { categories, audits, finalDisplayedUrl } = JSON.parse(await readFile(report, 'utf8'));
  if (finalDisplayedUrl !== url) throw new Error(`${url} led to ${finalDisplayedUrl}`);
  const scores = CATEGORIES.map((name) => [name, Math.round(100 * categories[name].score)]);
  return {
    ...Object.fromEntries(scores),
    lcpMs: Math.round(audits['largest-contentful-paint'].numericValue),
    blockedMs: Math.round(audits['total-blocking-time'].numericValue),
    shift: Math.round(1000 * audits['cumulative-layout-shift'].numericValue) / 1000,
    faults: CATEGORIES.flatMap((name) =>
      categories[name].auditRefs
        .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
        .map(({ id }) => id),
    ),
  };
}
