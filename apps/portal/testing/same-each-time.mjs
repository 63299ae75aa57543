/** When the school was made, for whoever looks at a picture, who is half an hour later. */
const THEN = Date.parse('2026-11-16T08:30:00Z');
const NOW = THEN + 30 * 60_000;
/** The seed takes its time: what it did in these minutes it did at once. */
const AT_ONCE_MS = 10 * 60_000;
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** In a log nobody looks anything up by it. */
const ID = /\b[0-9a-f]{8}((-[0-9a-f]{4}){3}-[0-9a-f]{12})?\b/g;
const ADDRESS = /\b10\.\d+\.\d+\.\d+\b/g;

/** Tells a page moments, addresses and measurements that do not differ from run to run, and that its machines are real. */
export async function sameEachTime(page, madeAt) {
  const addresses = new Map();
  const addressFor = (address) => {
    if (!addresses.has(address)) addresses.set(address, `10.192.3.${11 + addresses.size}`);
    return addresses.get(address);
  };
  const momentFor = (moment) => {
    const since = Math.round((Date.parse(moment) - madeAt) / AT_ONCE_MS) * AT_ONCE_MS;
    return new Date(THEN + since).toISOString();
  };
  const date = new Date(NOW).toUTCString();
  await page.route('**/api/**', async (route) => {
    const answer = await route.fetch();
    const headers = { ...answer.headers(), date };
    // What is sent has another length than what came, and is not compressed.
    for (const name of ['content-length', 'content-encoding', 'etag']) delete headers[name];
    const status = answer.status();
    if (/^image/.test(headers['content-type']))
      return route.fulfill({ status, headers, body: await answer.body() });
    const text = (await answer.text()).replace(MOMENT, momentFor).replace(ADDRESS, addressFor);
    const body = route.request().url().endsWith('/log') ? text.replace(ID, '4711c0de') : text;
    await route.fulfill({ status, headers, body });
  });
  // What is pushed is as it is: nothing happens while a picture is taken.
  await page.route('**/api/events', () => undefined);
  await page.route('**/api/platform', async (route) => {
    const about = await (await route.fetch()).json();
    await route.fulfill({ headers: { date }, json: { ...about, fake: false, emulated: false } });
  });
  await page.route('**/api/groups/*/metrics', async (route) => {
    const known = await (await route.fetch()).json();
    const json = known.map((one, at) => ({ ...one, cpu: anHour().points.map(({ cpu }) => cpu / (at + 1)) }));
    await route.fulfill({ headers: { date }, json });
  });
  await page.route('**/api/vms/*/metrics?*', (route) => route.fulfill({ headers: { date }, json: anHour() }));
}

/** A machine that compiles something for a quarter of an hour. */
function anHour() {
  const points = Array.from({ length: 360 }, (_, step) => {
    const works = step > 180 && step < 270;
    const wave = (period, from, to) => from + ((to - from) * (1 + Math.sin(step / period))) / 2;
    return {
      at: new Date(NOW - (360 - step) * 10_000).toISOString(),
      cpu: works ? wave(9, 0.72, 0.94) : wave(17, 0.04, 0.16),
      memoryMiB: works ? wave(40, 1050, 1400) : wave(60, 560, 640),
      diskReadBytesPerSecond: works ? wave(5, 200_000, 900_000) : wave(13, 0, 60_000),
      diskWriteBytesPerSecond: works ? wave(7, 600_000, 2_400_000) : wave(11, 0, 90_000),
      networkInBytesPerSecond:
        step > 170 && step < 200 ? wave(4, 900_000, 1_600_000) : wave(19, 2_000, 20_000),
      networkOutBytesPerSecond: wave(23, 1_000, 16_000),
    };
  });
  return { stepSeconds: 10, points };
}
